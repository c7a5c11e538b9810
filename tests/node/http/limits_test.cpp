// What clients can hold, and for how long: each limit is met with a clear answer, and a good request is answered after.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "served.hpp"

namespace feira::http {
namespace {

using std::chrono::milliseconds;
using test::ask;
using test::RawClient;
using test::Served;
using test::status_of;
using testing::HasSubstr;
using Steady = std::chrono::steady_clock;

Limits quick() {
  Limits limits;
  limits.head_time = milliseconds(150);
  limits.body_time = milliseconds(150);
  limits.idle_time = milliseconds(150);
  limits.linger_time = milliseconds(300);
  return limits;
}

TEST(Limits, TakeABodyOfTheLongestLengthAndNoLonger) {
  Served served;
  const auto post = [&](std::size_t size) {
    return status_of(ask(served.port(), "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                                            std::to_string(size) + "\r\n\r\n" + std::string(size, 'a')));
  };
  EXPECT_EQ(post(1000), 200);
  EXPECT_EQ(post(1001), 413);
  EXPECT_EQ(post(8'000'000), 413);
  EXPECT_TRUE(served.is_well());
}

TEST(Limits, HoldForBodiesInChunks) {
  Served served;
  const auto post = [&](std::size_t chunks) {
    std::string bytes = "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i < chunks; ++i) bytes += "1\r\na\r\n";
    return status_of(ask(served.port(), bytes + "0\r\n\r\n"));
  };
  EXPECT_EQ(post(1000), 200);
  EXPECT_EQ(post(1001), 413);
  EXPECT_EQ(post(1'000'000), 413);
  EXPECT_TRUE(served.is_well());
}

TEST(Limits, HoldForWhatChunksCarryBesideTheBody) {
  Served served;
  const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status_of(ask(served.port(), head + "1;" + std::string(100'000, 'x') + "\r\na\r\n0\r\n\r\n")), 413);
  EXPECT_EQ(status_of(ask(served.port(), head + "zz\r\na\r\n0\r\n\r\n")), 400);
  EXPECT_EQ(status_of(ask(served.port(), head + "1\r\na\r\n0\r\nX-Trailer: GET /hello\r\n\r\n")), 400);
  EXPECT_TRUE(served.is_well());
}

TEST(Limits, HoldForAllLargeBodiesTogether) {
  auto limits = quick();
  limits.body_time = std::chrono::seconds(3);
  limits.bodies_bytes = 500'000;
  Served served(limits);
  const std::string head = "POST /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  const auto with_length = [&](std::size_t size) {
    return head + "Content-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  RawClient slow(served.port());
  slow.send(with_length(400'000) + "a");
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(status_of(ask(served.port(), with_length(200'000))), 503);
  EXPECT_EQ(status_of(ask(served.port(), head + "Transfer-Encoding: chunked\r\n\r\n")), 503);
  EXPECT_EQ(status_of(ask(served.port(), with_length(60'000) + std::string(60'000, 'a'))), 200)
      << "small ones are not counted";
  slow.send(std::string(399'999, 'a'));
  EXPECT_EQ(status_of(slow.read_to_end()), 200);
  EXPECT_EQ(status_of(ask(served.port(), with_length(200'000) + std::string(200'000, 'a'))), 200);
}

TEST(Limits, EndABodyThatIsTooLongBeforeItIsSent) {
  Served served;
  RawClient client(served.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of(client.read_to_end()), 413);
}

TEST(Limits, EndAHeadThatComesTooSlowly) {
  Served served(quick());
  RawClient client(served.port());
  const auto began = Steady::now();
  for (const char c : std::string("GET /hello HTTP/1.1\r\nHost: ")) {
    if (!client.send(std::string(1, c)) || Steady::now() - began > milliseconds(400)) break;
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_EQ(status_of(client.read_to_end()), 408);
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(3));
}

TEST(Limits, EndABodyThatComesTooSlowly) {
  Served served(quick());
  const auto began = Steady::now();
  const auto answer = ask(served.port(), "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(status_of(answer), 408);
  EXPECT_THAT(answer, HasSubstr("the body was not complete"));
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(3));
}

TEST(Limits, SlowClientsHoldNoThread) {
  auto limits = quick();
  limits.threads = 4;
  limits.event_streams = 2;
  limits.head_time = std::chrono::seconds(5);
  limits.body_time = std::chrono::seconds(5);
  Served served(limits);
  std::vector<std::unique_ptr<RawClient>> heads;
  for (int i = 0; i < 40; ++i) {
    heads.push_back(std::make_unique<RawClient>(served.port()));
    heads.back()->send("GET /hello HTTP/1.1\r\nHo");
  }
  std::vector<std::unique_ptr<RawClient>> bodies;
  for (int i = 0; i < 4; ++i) {
    bodies.push_back(std::make_unique<RawClient>(served.port()));
    bodies.back()->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  }
  const auto began = Steady::now();
  EXPECT_TRUE(served.is_well());
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(3));
  heads.front()->send("st: x\r\n\r\n");
  EXPECT_EQ(status_of(heads.front()->read_until("hello")), 200);
}

TEST(Limits, IdleConnectionsMakeRoom) {
  Limits limits;
  limits.connections = 50;
  Served served(limits);
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 200; ++i) idle.push_back(std::make_unique<RawClient>(served.port()));
  EXPECT_TRUE(served.is_well());
  EXPECT_LE(served.server.counts().connections, 50U);
}

TEST(Limits, TurnNewcomersAwayWhenAllAreBusy) {
  Limits limits;
  limits.connections = 3;
  Served served(limits);
  std::vector<std::unique_ptr<RawClient>> busy;
  for (int i = 0; i < 3; ++i) {
    busy.push_back(std::make_unique<RawClient>(served.port()));
    busy.back()->send("GET /he");
  }
  std::this_thread::sleep_for(milliseconds(100));
  const auto answer = ask(served.port(), "");
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1"));
  busy.clear();
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_TRUE(served.is_well());
}

TEST(Limits, CloseAnIdleConnection) {
  Served served(quick());
  RawClient client(served.port());
  client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  client.read_until("hello");
  const auto began = Steady::now();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(5));
}

TEST(Limits, RefuseMoreStreamsThanAllowed) {
  Limits limits;
  limits.event_streams = 2;
  Served served(limits);
  std::vector<std::unique_ptr<RawClient>> listeners;
  for (int i = 0; i < 2; ++i) {
    listeners.push_back(std::make_unique<RawClient>(served.port()));
    listeners.back()->send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    listeners.back()->read_until("\r\n\r\n");
    // Each stream has a channel of its own.
    served.replace_channel();
  }
  const auto answer = ask(served.port(), "GET /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_TRUE(served.is_well());
}

TEST(Limits, LeaveRoomForOtherFiles) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{300, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_EQ(make_room_for(500), 500U) << "the process may raise its own limit";
  rlimit after{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_GT(after.rlim_cur, 500U);
  EXPECT_LT(make_room_for(before.rlim_max), before.rlim_max);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST(Limits, AnswerABurstWithoutDelay) {
  Server server({"127.0.0.1", 0, {}, {}});
  server.route(Method::get, "/hello", [](const Request&) { return Served::text("hello"); });
  ASSERT_FALSE(server.bind());
  // None is accepted yet: a short backlog would drop most of them, and each would come again after a second.
  const auto began = Steady::now();
  std::vector<std::unique_ptr<RawClient>> burst;
  for (int i = 0; i < 200; ++i) burst.push_back(std::make_unique<RawClient>(server.port()));
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(3));
  server.start();
  for (auto& client : burst) client->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  for (auto& client : burst) EXPECT_EQ(status_of(client->read_until("hello", std::chrono::seconds(20))), 200);
}

}  // namespace
}  // namespace feira::http
