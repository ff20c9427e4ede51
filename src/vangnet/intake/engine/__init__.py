"""The heavy pure part of intake: question trees as data, and what a desk's own codes mean in the common data set."""
