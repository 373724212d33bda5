SELECT edition, cell_key, table_code, row_code, column_code, row_label, column_label, unit, value_type, parent_row,
    article, cell_order
FROM core.dim_form_cell
ORDER BY edition, cell_order;
