SELECT identity_id, title_zh, title_en, formula, legal_basis, severity, class AS kind, purpose
FROM core.dim_identity
QUALIFY row_number() OVER (PARTITION BY identity_id ORDER BY rule_version DESC) = 1;
