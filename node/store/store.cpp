#include "node/store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <utility>

#include "node/refusal.hpp"
#include "node/store/database.hpp"

namespace feira::node {

struct Store::Connection {
  explicit Connection(const std::filesystem::path& file)
      : database(open_database(file)), append(database, "INSERT INTO journal (number, frame) VALUES (?, ?)") {}

  SQLite::Database database;
  SQLite::Statement append;
  std::string frame;
};

namespace {

constexpr const char* layout = R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (number INTEGER PRIMARY KEY, frame BLOB NOT NULL);
CREATE TABLE snapshot (generation INTEGER NOT NULL, place INTEGER NOT NULL, frame BLOB NOT NULL,
                       PRIMARY KEY (generation, place));
CREATE TABLE outcome (place INTEGER PRIMARY KEY, owner INTEGER NOT NULL, local INTEGER NOT NULL,
                      key_high INTEGER NOT NULL, key_low INTEGER NOT NULL, quantity INTEGER NOT NULL,
                      price INTEGER NOT NULL, currency TEXT NOT NULL, outcome INTEGER NOT NULL,
                      UNIQUE (owner, local, key_high, key_low));
CREATE TABLE address (id INTEGER PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL);
)";

std::string need_meta(SQLite::Database& database, const char* key) {
  const auto value = get_meta(database, key);
  if (!value) throw Refusal(std::string("the store lacks its ") + key);
  return *value;
}

/// Asked for twice it is kept once.
void insert(SQLite::Database& database, const KeptOutcome& outcome) {
  const Purchase& purchase = outcome.decision.purchase;
  SQLite::Statement row(database,
                        "INSERT OR IGNORE INTO outcome (owner, local, key_high, key_low, quantity, price, currency, "
                        "outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(1, outcome.product.owner.value);
  row.bind(2, outcome.product.local);
  row.bind(3, static_cast<std::int64_t>(purchase.key.high));
  row.bind(4, static_cast<std::int64_t>(purchase.key.low));
  row.bind(5, purchase.quantity);
  row.bind(6, purchase.price.minor);
  row.bind(7, purchase.price.currency.code.data());
  row.bind(8, static_cast<std::int32_t>(outcome.decision.outcome));
  row.exec();
}

KeptOutcome outcome_of(const SQLite::Statement& row) {
  KeptOutcome outcome;
  Purchase& purchase = outcome.decision.purchase;
  outcome.product = {MarketplaceId{row.getColumn(0).getUInt()}, row.getColumn(1).getUInt()};
  purchase.key.high = static_cast<std::uint64_t>(row.getColumn(2).getInt64());
  purchase.key.low = static_cast<std::uint64_t>(row.getColumn(3).getInt64());
  purchase.quantity = row.getColumn(4).getUInt();
  purchase.price.minor = row.getColumn(5).getInt64();
  row.getColumn(6).getString().copy(purchase.price.currency.code.data(), 3);
  outcome.decision.outcome = static_cast<Outcome>(row.getColumn(7).getInt());
  return outcome;
}

MarketplaceId id_of(const std::string& text) { return MarketplaceId{static_cast<std::uint32_t>(std::stoul(text))}; }

}  // namespace

void Store::create(const std::filesystem::path& file, const Identity& identity) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    SQLite::Transaction transaction(database);
    database.exec(layout);
    set_meta(database, "format", "feira-node");
    set_meta(database, "version", std::to_string(store_version));
    set_meta(database, "id", std::to_string(identity.id.value));
    set_meta(database, "name", identity.name);
    set_meta(database, "consortium", identity.consortium);
    set_meta(database, "founder", identity.founder ? "1" : "0");
    transaction.commit();
  } catch (const SQLite::Exception& error) {
    throw Refusal("cannot make the store " + file.string() + ": " + error.what());
  }
}

Store::Store(const std::filesystem::path& file) {
  try {
    check_version(file);
    connection_ = std::make_unique<Connection>(file);
    SQLite::Database& database = connection_->database;
    identity_.id = id_of(need_meta(database, "id"));
    identity_.name = need_meta(database, "name");
    identity_.consortium = need_meta(database, "consortium");
    identity_.founder = need_meta(database, "founder") == "1";
  } catch (const SQLite::Exception& error) {
    throw Refusal("the store " + file.string() + " cannot be read: " + error.what() +
                  "; docs/nodes.md tells what can be done");
  }
}

Store::~Store() = default;

Store::Recovered Store::load() {
  const std::lock_guard lock(mutex_);
  try {
    Recovered recovered;
    recovered.last = load_records(connection_->database, UINT64_MAX, recovered.records);
    return recovered;
  } catch (const SQLite::Exception& error) {
    throw Refusal(std::string("the journal cannot be read: ") + error.what());
  }
}

void Store::commit(RecordNumber first, std::span<const Record> records) {
  const std::lock_guard lock(mutex_);
  try {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    RecordNumber number = first;
    for (const Record& record : records) {
      frame_of(record, connection_->frame);
      connection_->append.reset();
      connection_->append.bind(1, static_cast<std::int64_t>(number++));
      connection_->append.bindNoCopy(2, connection_->frame.data(), static_cast<int>(connection_->frame.size()));
      connection_->append.exec();
    }
    connection_->append.reset();
    for (const KeptOutcome& outcome : with_next_commit_) insert(connection_->database, outcome);
    transaction.commit();
    with_next_commit_.clear();
  } catch (const SQLite::Exception& error) {
    connection_->append.tryReset();
    throw NotKept(error.what());
  }
}

void Store::keep_with_next_commit(const KeptOutcome& outcome) {
  const std::lock_guard lock(mutex_);
  with_next_commit_.push_back(outcome);
}

std::vector<KeptOutcome> Store::outcomes(std::size_t most) {
  const std::lock_guard lock(mutex_);
  std::vector<KeptOutcome> found;
  SQLite::Statement rows(connection_->database,
                         "SELECT owner, local, key_high, key_low, quantity, price, currency, outcome FROM outcome "
                         "ORDER BY place LIMIT ?");
  rows.bind(1, static_cast<std::int64_t>(most));
  while (rows.executeStep()) found.push_back(outcome_of(rows));
  return found;
}

void Store::forget(const KeptOutcome& outcome) {
  const std::lock_guard lock(mutex_);
  try {
    SQLite::Statement row(connection_->database,
                          "DELETE FROM outcome WHERE owner = ? AND local = ? AND key_high = ? AND key_low = ?");
    row.bind(1, outcome.product.owner.value);
    row.bind(2, outcome.product.local);
    row.bind(3, static_cast<std::int64_t>(outcome.decision.purchase.key.high));
    row.bind(4, static_cast<std::int64_t>(outcome.decision.purchase.key.low));
    row.exec();
  } catch (const SQLite::Exception&) {
    // It is told once more.
  }
}

std::optional<MarketplaceId> Store::sponsor() {
  const std::lock_guard lock(mutex_);
  const auto value = get_meta(connection_->database, "sponsor");
  return value ? std::optional(id_of(*value)) : std::nullopt;
}

void Store::choose_sponsor(MarketplaceId sponsor) {
  const std::lock_guard lock(mutex_);
  set_meta(connection_->database, "sponsor", std::to_string(sponsor.value));
}

std::vector<Address> Store::addresses() {
  const std::lock_guard lock(mutex_);
  std::vector<Address> found;
  SQLite::Statement rows(connection_->database, "SELECT id, name, url FROM address ORDER BY id");
  while (rows.executeStep()) {
    found.push_back(
        {MarketplaceId{rows.getColumn(0).getUInt()}, rows.getColumn(1).getString(), rows.getColumn(2).getString()});
  }
  return found;
}

void Store::remember(const Address& address) {
  const std::lock_guard lock(mutex_);
  try {
    SQLite::Statement row(connection_->database, "INSERT OR REPLACE INTO address (id, name, url) VALUES (?, ?, ?)");
    row.bind(1, address.id.value);
    row.bind(2, address.name);
    row.bind(3, address.url);
    row.exec();
  } catch (const SQLite::Exception&) {
    // Known again at the next word from there.
  }
}

}  // namespace feira::node
