"""What is learnt from what people said: which questions were missed, and how the answers went down."""
