#include "node/store/compaction.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <atomic>

#include "core/journal/compact.hpp"
#include "node/log/log.hpp"
#include "node/store/store.hpp"
#include "tests/node/market.hpp"
#include "tests/node/temporary_folder.hpp"

namespace feira::node {
namespace {

const Identity ana{MarketplaceId{1}, "ana", "0011223344556677", true};

/// The store, and beside it all that was ever committed.
class StoreWithMemory final : public Journal {
 public:
  explicit StoreWithMemory(const std::filesystem::path& file) : store_(file) {}
  void commit(RecordNumber first, std::span<const Record> records) override {
    store_.commit(first, records);
    all_.insert(all_.end(), records.begin(), records.end());
  }
  [[nodiscard]] const std::vector<Record>& all() const { return all_; }

 private:
  Store store_;
  std::vector<Record> all_;
};

struct Nobody final : Carrier {
  void carry(MarketplaceId, const std::shared_ptr<const Letter>&) override {}
};

struct Compactions : testing::Test {
  void SetUp() override {
    set_log(LogLevel::error, {});
    Store::create(file, ana);
    config.me = MarketplaceId{1};
    config.members = {{MarketplaceId{1}, "ana"}};
  }

  /// Registers a product and sells `purchases` pieces of it, ten at a time.
  static void sell(Driver& driver, int purchases) {
    std::promise<ProductId> made;
    driver.change(RegisterProduct{"lamp", "", Market::price, 100'000}, [&](const std::optional<Reply>& reply) {
      made.set_value(std::get<ChangeMade>(reply.value().answer).product);
    });
    const ProductId lamp = made.get_future().get();
    for (int i = 0; i < purchases; i += 10) {
      std::atomic<int> sold = 0;
      for (int j = 0; j < 10; ++j) {
        driver.buy(lamp, {{lamp.local, static_cast<std::uint64_t>(i + j)}, 1, Market::price}, {}, seconds(20),
                   [&](const std::optional<Reply>&) { ++sold; });
      }
      ASSERT_TRUE(Market::soon([&] { return sold == 10; }));
    }
  }

  std::int64_t count(const char* table) {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
    return database.execAndGet(std::string("SELECT count(*) FROM ") + table).getInt64();
  }

  const TemporaryFolder folder;
  const std::filesystem::path file = folder.file("feira.db");
  Config config;
};

TEST_F(Compactions, WhileTheMarketplaceGoesOnSelling) {
  std::vector<Record> all;
  {
    StoreWithMemory store(file);
    Nobody carrier;
    ConfirmAtOnce hooks;
    EventLog events;
    Driver driver({config, {}, 0, boot_time}, store, carrier, hooks, events);
    Compaction compaction(file, config.options, {50, false, std::chrono::milliseconds(5)});
    driver.start();
    compaction.start();
    sell(driver, 150);
    sell(driver, 150);
    driver.stop();
    compaction.stop();
    all = store.all();
  }
  Store store(file);
  const auto recovered = store.load();
  EXPECT_EQ(recovered.last, all.size());
  EXPECT_LT(recovered.records.size(), all.size());
  EXPECT_EQ(compacted(recovered.records, config.options), compacted(all, config.options));
  EXPECT_LT(count("journal"), static_cast<std::int64_t>(all.size()));
}

TEST_F(Compactions, ALifeAfterOneGoesOnWhereTheFormerStopped) {
  RecordNumber before = 0;
  for (int life = 1; life <= 3; ++life) {
    Store store(file);
    const auto recovered = store.load();
    EXPECT_EQ(recovered.last, before);
    Nobody carrier;
    ConfirmAtOnce hooks;
    EventLog events;
    Driver driver({config, recovered.records, recovered.last, boot_time}, store, carrier, hooks, events);
    driver.start();
    sell(driver, 20);
    const auto stocks = driver.read([](const View& view) {
      std::vector<std::int64_t> found;
      for (const Product& product : view.core.own_catalogue().products()) found.push_back(product.stock);
      return found;
    });
    EXPECT_EQ(stocks, std::vector<std::int64_t>(static_cast<std::size_t>(life), 99'980));
    EXPECT_EQ(driver.read([](const View& view) { return view.core.incarnation().value; }),
              static_cast<std::uint32_t>(life));
    driver.stop();
    before = store.load().last;
    EXPECT_TRUE(Compaction(file, config.options, {1, false, {}}).once());
    EXPECT_EQ(store.load().last, before);
    EXPECT_EQ(count("journal"), 1);
  }
}

TEST_F(Compactions, OneThatWasCutOffLeavesTheFormerStateWhole) {
  {
    StoreWithMemory store(file);
    Nobody carrier;
    ConfirmAtOnce hooks;
    EventLog events;
    Driver driver({config, {}, 0, boot_time}, store, carrier, hooks, events);
    driver.start();
    sell(driver, 10);
    driver.stop();
  }
  const auto before = Store(file).load();
  {
    // Half a generation that nothing says is whole.
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("INSERT INTO snapshot (generation, place, frame) VALUES (1, 0, x'00'), (1, 5, x'00')");
  }
  EXPECT_EQ(Store(file).load().records, before.records);
  EXPECT_TRUE(Compaction(file, config.options, {1, false, {}}).once());
  const auto after = Store(file).load();
  EXPECT_EQ(after.records, compacted(before.records, config.options));
  EXPECT_EQ(after.last, before.last);
}

TEST_F(Compactions, NotBeforeItIsWorthWhile) {
  Store store(file);
  const Record record{{}, {}, Started{Incarnation{1}}};
  store.commit(1, std::vector<Record>(10, record));
  EXPECT_FALSE(Compaction(file, config.options, {11, false, {}}).once());
  EXPECT_TRUE(Compaction(file, config.options, {10, true, {}}).once());
  store.commit(11, std::vector<Record>(1, record));
  EXPECT_FALSE(Compaction(file, config.options, {1, true, {}}).once()) << "the snapshot has two parts";
}

}  // namespace
}  // namespace feira::node
