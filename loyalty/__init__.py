"""What customers earn: points, coupons, rewards."""
