CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are not changed'); END
-- next
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are not deleted'); END
-- next
CREATE TRIGGER office_entries_no_update BEFORE UPDATE ON office_entries
BEGIN SELECT RAISE(ABORT, 'office entries are not changed'); END
-- next
CREATE TRIGGER office_entries_no_delete BEFORE DELETE ON office_entries
BEGIN SELECT RAISE(ABORT, 'office entries are not deleted'); END
