"""Conversations: questions one after another, things to choose from, and a person of the shop who takes over."""
