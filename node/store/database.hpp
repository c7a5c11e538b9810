// How the store's SQLite file is opened, checked and read: shared by the store and by what compacts it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/record.hpp"

namespace feira::node {

/// `Refusal` when the file is no store, or one of another version.
void check_version(const std::filesystem::path& file);
SQLite::Database open_database(const std::filesystem::path& file);

std::optional<std::string> get_meta(SQLite::Database& database, const char* key);
void set_meta(SQLite::Database& database, const char* key, const std::string& value);

/// The record as a frame of the wire codec, replacing what `frame` holds.
void frame_of(const Record& record, std::string& frame);
/// `Refusal` when it is damaged; `where` names it.
Record record_of(std::string_view frame, const std::string& where);

/// Reads the snapshot and the journal after it, up to number `through`. Returns the number of the last record read.
/// `Refusal` when something is missing or damaged.
RecordNumber load_records(SQLite::Database& database, RecordNumber through, std::vector<Record>& out);

}  // namespace feira::node
