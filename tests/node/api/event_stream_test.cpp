#include "node/api/event_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "served_market.hpp"
#include "tests/node/http/raw_client.hpp"

namespace feira::node {
namespace {

using http::test::RawClient;
using testing::HasSubstr;
using testing::Not;

RawClient listener(ServedMarket& served, const std::string& last_event_id = {}) {
  RawClient client(served.server.port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n" +
              (last_event_id.empty() ? "" : "Last-Event-ID: " + last_event_id + "\r\n") + "\r\n");
  return client;
}

TEST(EventStream, TellsWhatHappensFromNowOn) {
  ServedMarket served;
  auto client = listener(served);
  EXPECT_THAT(client.read_until("event: hello"), HasSubstr("text/event-stream"));
  served.market.register_product(1, 3);
  EXPECT_THAT(client.read_until("product-changed"), HasSubstr("id: 1-1\n"));
}

TEST(EventStream, TellsWhatWasMissed) {
  ServedMarket served;
  auto first = listener(served);
  first.read_until("hello");
  const auto lamp = served.market.register_product(1, 3);
  served.market.buy(1, lamp, 7);
  first.read_until("\"stock\":2");
  auto client = listener(served, "1-1");
  const auto told = client.read_until("\"stock\":2");
  EXPECT_THAT(told, HasSubstr("id: 1-2\nevent: purchase-decided"));
  EXPECT_THAT(told, Not(HasSubstr("event: reset")));
}

TEST(EventStream, SaysSoWhenThereIsAGap) {
  ServedMarket served;
  served.market.register_product(1, 3);
  for (const auto* id : {"0-1", "1-99", "nonsense", "1-"}) {
    auto client = listener(served, id);
    EXPECT_THAT(client.read_until("marketplace"), HasSubstr("event: reset")) << id;
  }
}

TEST(EventStream, TellsNobodyTheKeyOfAPurchase) {
  ServedMarket served;
  const auto lamp = served.market.register_product(1, 3);
  served.market.buy(1, lamp, 0x1234567890abcdef);
  auto client = listener(served, "1-0");
  EXPECT_THAT(client.read_until("\"stock\":2"), Not(HasSubstr("1234567890abcdef")));
}

}  // namespace
}  // namespace feira::node
