#include "node/http/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "node/http/event_channel.hpp"
#include "served.hpp"

namespace feira::http {
namespace {

using std::chrono::milliseconds;
using test::Served;
using Steady = std::chrono::steady_clock;

ClientOptions at(std::uint16_t port) {
  ClientOptions options;
  options.port = port;
  options.idle_time = milliseconds(300);
  return options;
}

TEST(Client, GetsAndPosts) {
  Served served;
  Client client(at(served.port()));
  const auto got = client.send(Method::get, "/hello");
  ASSERT_TRUE(std::holds_alternative<Answer>(got));
  EXPECT_EQ(std::get<Answer>(got).status, 200);
  EXPECT_EQ(std::get<Answer>(got).body, "hello");
  EXPECT_EQ(std::get<Answer>(got).headers.get("content-type"), "text/plain");
  EXPECT_EQ(std::get<Answer>(client.send(Method::post, "/echo", {}, "abc")).body, "abc");
  EXPECT_EQ(std::get<Answer>(client.send(Method::get, "/nothing")).status, 404);
}

TEST(Client, IsQuickOnAConnectionThatIsKept) {
  Served served;
  Client client(at(served.port()));
  const auto began = Steady::now();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(std::get<Answer>(client.send(Method::post, "/echo", {}, "abc")).body, "abc");
  EXPECT_LT(Steady::now() - began, milliseconds(3500));
}

TEST(Client, ConnectsAnewWhenTheServerHasClosed) {
  Limits limits;
  limits.idle_time = milliseconds(50);
  Served served(limits);
  Client client(at(served.port()));
  EXPECT_TRUE(std::holds_alternative<Answer>(client.send(Method::get, "/hello")));
  std::this_thread::sleep_for(milliseconds(200));
  EXPECT_TRUE(std::holds_alternative<Answer>(client.send(Method::get, "/hello")));
}

TEST(Client, TellsAtOnceThatNobodyListens) {
  std::uint16_t port = 0;
  {
    Served served;
    port = served.port();
  }
  Client client(at(port));
  const auto began = Steady::now();
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/hello")), ClientFailure::no_connection);
  EXPECT_LT(Steady::now() - began, milliseconds(900));
}

TEST(Client, DoesNotWaitForEverForAnAnswer) {
  const auto listening = listen_at("127.0.0.1", 0);
  Client client(at(std::get<Listener>(listening).port));
  const auto began = Steady::now();
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/hello")), ClientFailure::no_answer);
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(4));
}

TEST(Client, SendsNoLineBreaksInHeadersAndTargets) {
  Served served;
  Client client(at(served.port()));
  Headers headers;
  headers.add("X-Told", "a\r\nX-Other: b");
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/header", headers)), ClientFailure::invalid_request);
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/a b")), ClientFailure::invalid_request);
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/a\r\nX: y")), ClientFailure::invalid_request);
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::post, "/echo", {}, "x", "text/plain\r\nX: y")),
            ClientFailure::invalid_request);
}

TEST(Client, TakesNoAnswerLargerThanAllowed) {
  Served served;
  auto options = at(served.port());
  options.body_bytes_max = 4;
  Client client(options);
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/hello")), ClientFailure::answer_too_large);
}

TEST(Client, CanBeInterrupted) {
  Served served;
  auto options = at(served.port());
  options.idle_time = std::chrono::seconds(5);
  Client client(options);
  const auto began = Steady::now();
  std::thread other([&] {
    std::this_thread::sleep_for(milliseconds(100));
    client.interrupt();
  });
  EXPECT_EQ(std::get<ClientFailure>(client.send(Method::get, "/events")), ClientFailure::interrupted);
  other.join();
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(4));
}

}  // namespace
}  // namespace feira::http
