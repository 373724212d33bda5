UPDATE ops.checked AS k SET explained = f.mark
FROM ck_following AS f SEMI JOIN ck_asked AS a ON a.report_id = f.report_id
WHERE k.report_id = f.report_id
