SELECT run_id, flow, status, error, counts::TEXT AS counts,
    strftime(timezone('Asia/Shanghai', started_at), '%Y-%m-%d %H:%M') AS started_at,
    strftime(timezone('Asia/Shanghai', finished_at), '%Y-%m-%d %H:%M') AS finished_at
FROM ops.run
QUALIFY row_number() OVER (ORDER BY started_at DESC, finished_at DESC NULLS FIRST) = 1;
