"""Pictures on the page as SVG and HTML: curves, points, boxes, ways."""
