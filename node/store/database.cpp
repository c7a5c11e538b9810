#include "node/store/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <variant>

#include "core/wire/frame.hpp"
#include "core/wire/wire.hpp"
#include "node/refusal.hpp"
#include "node/store/store.hpp"

namespace feira::node {

namespace {

constexpr int busy_timeout_ms = 5000;

std::string_view blob(const SQLite::Column& column) {
  return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

}  // namespace

void check_version(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, busy_timeout_ms);
  std::optional<std::string> format;
  try {
    format = get_meta(database, "format");
  } catch (const SQLite::Exception&) {
    throw Refusal(file.string() + " is not a node's store");
  }
  if (format != "feira-node") throw Refusal(file.string() + " is not a node's store");
  const std::int64_t version = std::stoll(get_meta(database, "version").value_or("0"));
  if (version > store_version) {
    throw Refusal(file.string() + " was written by a newer feira (store version " + std::to_string(version) +
                  ", this program knows " + std::to_string(store_version) + "); start it with that one");
  }
  if (version < store_version) {
    throw Refusal(file.string() + " was written by an older feira (store version " + std::to_string(version) +
                  "); start it with that one");
  }
}

SQLite::Database open_database(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, busy_timeout_ms);
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
  return database;
}

std::optional<std::string> get_meta(SQLite::Database& database, const char* key) {
  SQLite::Statement row(database, "SELECT value FROM meta WHERE key = ?");
  row.bind(1, key);
  if (!row.executeStep()) return std::nullopt;
  return row.getColumn(0).getString();
}

void set_meta(SQLite::Database& database, const char* key, const std::string& value) {
  SQLite::Statement row(database, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
  row.bind(1, key);
  row.bind(2, value);
  row.exec();
}

void frame_of(const Record& record, std::string& frame) {
  frame.clear();
  wire::frame_to(wire::encode(record), frame);
}

Record record_of(std::string_view frame, const std::string& where) {
  const auto damaged = [&](const std::string& how) {
    return Refusal("the store is damaged: " + where + " " + how +
                   ". Nothing was changed; docs/nodes.md tells what can be done");
  };
  const auto read = wire::read_frame(frame);
  if (const auto* damage = std::get_if<wire::FrameDamage>(&read)) throw damaged(std::string("is ") + name(*damage));
  auto decoded = wire::decode_record(std::get<wire::Frame>(read).payload);
  if (const auto* error = std::get_if<wire::WireError>(&decoded)) throw damaged(error->path + " " + error->what);
  return std::get<Record>(std::move(decoded));
}

RecordNumber load_records(SQLite::Database& database, RecordNumber through, std::vector<Record>& out) {
  // One state of the file, whatever is written meanwhile.
  SQLite::Transaction reading(database);
  RecordNumber last = 0;
  if (const auto generation = get_meta(database, "snapshot")) {
    last = std::stoull(get_meta(database, "snapshot_last").value_or("0"));
    SQLite::Statement rows(database, "SELECT place, frame FROM snapshot WHERE generation = ? ORDER BY place");
    rows.bind(1, static_cast<std::int64_t>(std::stoll(*generation)));
    while (rows.executeStep()) {
      out.push_back(record_of(blob(rows.getColumn(1)), "part " + rows.getColumn(0).getString() + " of its snapshot"));
    }
  }
  SQLite::Statement rows(database,
                         "SELECT number, frame FROM journal WHERE number > ? AND number <= ? ORDER BY number");
  rows.bind(1, static_cast<std::int64_t>(last));
  rows.bind(2, static_cast<std::int64_t>(std::min<RecordNumber>(through, INT64_MAX)));
  while (rows.executeStep()) {
    const auto number = static_cast<RecordNumber>(rows.getColumn(0).getInt64());
    if (number != last + 1) {
      throw Refusal("the store is damaged: record " + std::to_string(last + 1) + " of its journal is missing");
    }
    out.push_back(record_of(blob(rows.getColumn(1)), "record " + std::to_string(number) + " of its journal"));
    last = number;
  }
  return last;
}

}  // namespace feira::node
