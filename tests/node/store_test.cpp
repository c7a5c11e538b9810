#include "node/store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>

#include "node/refusal.hpp"
#include "node/store/data_folder.hpp"
#include "tests/node/temporary_folder.hpp"

namespace feira::node {
namespace {

const Identity ana{MarketplaceId{42}, "ana", "0011223344556677", true};

std::vector<Record> some_records() {
  VectorClock clock;
  clock.set(MarketplaceId{42}, 3);
  Product lamp;
  lamp.id = {MarketplaceId{42}, 1};
  lamp.version = 1;
  lamp.name = "lamp";
  lamp.stock = 4;
  return {Record{clock, {}, Started{Incarnation{1}}}, Record{clock, {}, LeaseBound{seconds(1)}},
          Record{clock, clock, ProductChanged{ChangeKind::registered, 4, lamp}}};
}

std::string refusal_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Refusal& refusal) {
    return refusal.what();
  }
  return "not refused";
}

void execute(const std::filesystem::path& file, const char* statement) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
  database.exec(statement);
}

TEST(Store, GivesBackWhatWasCommitted) {
  const TemporaryFolder folder;
  const auto file = folder.file("feira.db");
  Store::create(file, ana);
  const auto records = some_records();
  {
    Store store(file);
    store.commit(1, std::span(records).first(2));
    store.commit(3, std::span(records).last(1));
  }
  Store store(file);
  EXPECT_EQ(store.identity(), ana);
  const auto recovered = store.load();
  EXPECT_EQ(recovered.records, records);
  EXPECT_EQ(recovered.last, 3U);
}

TEST(Store, ACommitThatFailsKeepsNothing) {
  const TemporaryFolder folder;
  Store::create(folder.file("feira.db"), ana);
  Store store(folder.file("feira.db"));
  const auto records = some_records();
  store.commit(3, std::span(records).first(1));
  EXPECT_THROW(store.commit(1, records), NotKept);  // the third is there already
  execute(folder.file("feira.db"), "DELETE FROM journal");
  store.commit(1, records);
  EXPECT_EQ(store.load().records, records);
}

TEST(Store, DamageIsNamedAndNothingIsSkipped) {
  const TemporaryFolder folder;
  const auto file = folder.file("feira.db");
  Store::create(file, ana);
  Store(file).commit(1, some_records());
  execute(file,
          "UPDATE journal SET frame = CAST(substr(frame, 1, 20) || x'00' || substr(frame, 22) AS BLOB) "
          "WHERE number = 2");
  EXPECT_NE(refusal_of([&] { Store(file).load(); }).find("record 2"), std::string::npos);
  execute(file, "DELETE FROM journal WHERE number = 2");
  EXPECT_NE(refusal_of([&] { Store(file).load(); }).find("record 2 of its journal is missing"), std::string::npos);
}

TEST(Store, AnotherVersionIsRefusedWithWhatToDo) {
  const TemporaryFolder folder;
  const auto file = folder.file("feira.db");
  Store::create(file, ana);
  execute(file, "UPDATE meta SET value = '99' WHERE key = 'version'");
  EXPECT_NE(refusal_of([&] { Store store(file); }).find("newer feira"), std::string::npos);
  execute(file, "UPDATE meta SET value = '0' WHERE key = 'version'");
  EXPECT_NE(refusal_of([&] { Store store(file); }).find("older feira"), std::string::npos);
}

TEST(Store, WhatIsNoStoreIsRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("feira.db")) << "this is no database, whatever its name says, and it is long enough";
  EXPECT_NE(refusal_of([&] { Store store(folder.file("feira.db")); }).find("not a node's store"), std::string::npos);
}

TEST(Store, RemembersAddressesAndTheSponsor) {
  const TemporaryFolder folder;
  Store::create(folder.file("feira.db"), ana);
  Store store(folder.file("feira.db"));
  EXPECT_FALSE(store.sponsor().has_value());
  store.choose_sponsor(MarketplaceId{7});
  store.remember({MarketplaceId{0xFFFFFFFF}, "bia", "http://127.0.0.1:10010"});
  store.remember({MarketplaceId{0xFFFFFFFF}, "bia", "http://127.0.0.1:10020"});
  EXPECT_EQ(store.sponsor(), MarketplaceId{7});
  EXPECT_EQ(store.addresses(), (std::vector<Address>{{MarketplaceId{0xFFFFFFFF}, "bia", "http://127.0.0.1:10020"}}));
}

TEST(DataFolder, IsForItsOwnerAlone) {
  const TemporaryFolder folder;
  DataFolder::make(folder.file("deep/ana"));
  struct stat status{};
  ASSERT_EQ(stat(folder.file("deep/ana").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST(DataFolder, IsNotMadeTwiceNorOverSomethingElse) {
  const TemporaryFolder folder;
  DataFolder::make(folder.file("ana"));
  Store::create(DataFolder::database(folder.file("ana")), ana);
  EXPECT_NE(refusal_of([&] { DataFolder::make(folder.file("ana")); }).find("feira node start"), std::string::npos);
  std::filesystem::create_directory(folder.file("bia"));
  std::ofstream(folder.file("bia/letters.txt")) << "dear";
  EXPECT_NE(refusal_of([&] { DataFolder::make(folder.file("bia")); }).find("not empty"), std::string::npos);
}

TEST(DataFolder, OneProcessAtATime) {
  const TemporaryFolder folder;
  DataFolder::make(folder.file("ana"));
  EXPECT_NE(refusal_of([&] { DataFolder none(folder.file("ana")); }).find("feira node init"), std::string::npos);
  Store::create(DataFolder::database(folder.file("ana")), ana);
  {
    const DataFolder first(folder.file("ana"));
    const std::string refusal = refusal_of([&] { DataFolder second(folder.file("ana")); });
    EXPECT_NE(refusal.find("in use by process " + std::to_string(getpid())), std::string::npos) << refusal;
  }
  const DataFolder again(folder.file("ana"));
}

}  // namespace
}  // namespace feira::node
