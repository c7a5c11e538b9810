// The hook by URL, against a small service on this host.
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "node/hook/hook_caller.hpp"
#include "node/http/server.hpp"
#include "node/log/log.hpp"
#include "tests/node/market.hpp"
#include "tests/node/temporary_folder.hpp"

namespace feira::node {
namespace {

/// Confirms or declines as it is told, and remembers what it was asked.
class Service {
 public:
  Service() : server_(http::ServerOptions{}) {
    server_.route(http::Method::post, "/pay", [this](const http::Request& request) { return answer(request); });
    EXPECT_FALSE(server_.bind().has_value());
    server_.start();
  }
  ~Service() { server_.stop(std::chrono::milliseconds(200)); }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/pay"; }
  [[nodiscard]] int asked(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return asked_[what];
  }
  std::atomic<bool> confirms = true;
  std::atomic<bool> down = false;
  std::atomic<bool> acknowledges = true;

 private:
  http::Response answer(const http::Request& request) {
    const auto question = nlohmann::json::parse(request.body);
    const auto ask = question.at("ask").get<std::string>();
    const bool confirm = ask == "confirm";
    http::Response response;
    response.status = down || (!confirm && !acknowledges) ? 503 : 200;
    response.body = confirms ? R"({"answer":"confirmed"})" : R"({"answer":"declined"})";
    const bool keyed = request.headers.get("Idempotency-Key") == question.at("key").get<std::string>();
    const std::lock_guard lock(mutex_);
    ++asked_[keyed ? ask : "without its key"];
    if (question.contains("outcome")) ++asked_[question.at("outcome").get<std::string>()];
    return response;
  }

  http::Server server_;
  std::mutex mutex_;
  std::map<std::string, int> asked_;
};

struct Nobody final : Carrier {
  void carry(MarketplaceId, const std::shared_ptr<const Letter>&) override {}
};

/// A marketplace with a store, whose hook is asked at `url`.
struct Shop {
  Shop(const std::filesystem::path& file, const std::string& url, std::chrono::milliseconds patience)
      : store(file), hook(settings(url, patience), store), driver(setup(), store, carrier, hook, events) {
    hook.begin();
    driver.start();
  }
  ~Shop() {
    driver.stop();
    hook.stop();
  }
  static HookSettings settings(const std::string& url, std::chrono::milliseconds patience) {
    HookSettings made = hook_settings(url).value();
    made.patience = patience;
    return made;
  }
  Driver::Setup setup() {
    Config config;
    config.me = MarketplaceId{1};
    config.members = {{MarketplaceId{1}, "ana"}};
    auto recovered = store.load();
    return {std::move(config), std::move(recovered.records), recovered.last, boot_time};
  }
  ProductId lamp() {
    std::promise<std::optional<Reply>> made;
    driver.change(RegisterProduct{"lamp", "", Market::price, 5},
                  [&](const std::optional<Reply>& reply) { made.set_value(reply); });
    return std::get<ChangeMade>(made.get_future().get().value().answer).product;
  }
  Outcome buy(ProductId product, std::uint64_t key) {
    std::promise<std::optional<Reply>> made;
    driver.buy(product, {{~key, key}, 1, Market::price}, {}, seconds(30),
               [&](const std::optional<Reply>& reply) { made.set_value(reply); });
    return std::get<Answered>(made.get_future().get().value().answer).decision.outcome;
  }

  Store store;
  HookCaller hook;
  Nobody carrier;
  EventLog events;
  Driver driver;
};

struct Hooked : testing::Test {
  void SetUp() override {
    set_log(LogLevel::error, {});
    Store::create(file, {MarketplaceId{1}, "ana", "0011223344556677", true});
  }
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.file("feira.db");
  Service service;
};

TEST_F(Hooked, ConfirmedIsSoldAndCaptured) {
  Shop shop(file, service.url(), std::chrono::seconds(5));
  const ProductId lamp = shop.lamp();
  EXPECT_EQ(shop.buy(lamp, 7), Outcome::sold);
  EXPECT_TRUE(Market::soon([&] { return service.asked("capture") == 1; }));
  EXPECT_EQ(service.asked("confirm"), 1);
  EXPECT_EQ(service.asked("sold"), 1);
  EXPECT_EQ(service.asked("without its key"), 0);
  EXPECT_TRUE(Market::soon([&] { return shop.store.outcomes(10).empty(); }));
}

TEST_F(Hooked, DeclinedIsRefusedAndCancelled) {
  service.confirms = false;
  Shop shop(file, service.url(), std::chrono::seconds(5));
  const ProductId lamp = shop.lamp();
  EXPECT_EQ(shop.buy(lamp, 7), Outcome::refused_declined);
  EXPECT_TRUE(Market::soon([&] { return service.asked("cancel") == 1; }));
  EXPECT_EQ(service.asked("declined"), 1);
}

TEST_F(Hooked, WhoDoesNotAnswerInTimeHasDeclined) {
  service.down = true;
  Shop shop(file, service.url(), std::chrono::milliseconds(300));
  const ProductId lamp = shop.lamp();
  EXPECT_EQ(shop.buy(lamp, 7), Outcome::refused_declined);
  EXPECT_GT(service.asked("confirm"), 1) << "it is asked again within its time";
}

TEST_F(Hooked, OutcomesAreToldUntilAcknowledgedAcrossRestarts) {
  service.acknowledges = false;
  {
    Shop shop(file, service.url(), std::chrono::seconds(5));
    EXPECT_EQ(shop.buy(shop.lamp(), 7), Outcome::sold);
    EXPECT_TRUE(Market::soon([&] { return service.asked("capture") >= 2; }));
    EXPECT_EQ(shop.store.outcomes(10).size(), 1U);
  }
  service.acknowledges = true;
  const int before = service.asked("capture");
  const Shop shop(file, service.url(), std::chrono::seconds(5));
  EXPECT_TRUE(Market::soon([&] { return service.asked("capture") == before + 1; }));
  EXPECT_EQ(service.asked("confirm"), 1) << "what is decided is not asked again";
}

TEST(HookUrl, HasAPath) {
  const auto settings = hook_settings("http://127.0.0.1:8080/pay?shop=1");
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->service.port, 8080);
  EXPECT_EQ(settings->target, "/pay?shop=1");
  EXPECT_EQ(hook_settings("https://pay.example")->target, "/");
  EXPECT_FALSE(hook_settings("pay.example/x").has_value());
  EXPECT_FALSE(hook_settings("http://user:word@pay.example/").has_value());
}

}  // namespace
}  // namespace feira::node
