"""Link whole files: DuckDB holds the tables, Splink estimates and scores, we decide what meets and what is proposed."""
