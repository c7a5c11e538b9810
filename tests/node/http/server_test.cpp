#include "node/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "served.hpp"

namespace feira::http {
namespace {

using std::chrono::milliseconds;
using test::ask;
using test::RawClient;
using test::Served;
using test::status_of;
using testing::HasSubstr;
using testing::Not;
using Steady = std::chrono::steady_clock;

constexpr auto hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(Server, AnswersOnAConnectionThatIsKept) {
  Served served;
  RawClient client(served.port());
  for (int i = 0; i < 3; ++i) {
    client.send(hello);
    EXPECT_THAT(client.read_until("hello"), HasSubstr("HTTP/1.1 200 OK\r\n"));
  }
}

TEST(Server, AnswersRequestsThatCameTogetherOneAfterTheOther) {
  Served served;
  RawClient client(served.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nfirst"
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n"
      "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto answers = client.read_to_end();
  EXPECT_LT(answers.find("first"), answers.find("second"));
  EXPECT_LT(answers.find("second"), answers.find("hello"));
  EXPECT_THAT(answers, HasSubstr("Connection: close"));
}

TEST(Server, DoesNotWaitForAcknowledgements) {
  Served served;
  RawClient client(served.port());
  const auto began = Steady::now();
  for (int i = 0; i < 100; ++i) {
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
    client.send("abcde");
    client.read_until("abcde");
  }
  // With Nagle's algorithm each would take 40 ms.
  EXPECT_LT(Steady::now() - began, milliseconds(3500));
}

TEST(Server, RefusesAPortWhereSomebodyListens) {
  Served served;
  Server other({"127.0.0.1", served.port(), {}, {}});
  const auto wrong = other.bind();
  ASSERT_TRUE(wrong);
  EXPECT_TRUE(wrong->in_use);
  EXPECT_THAT(wrong->text, HasSubstr("port " + std::to_string(served.port()) + ": another process listens there"));
}

TEST(Server, RefusesWhatIsNoAddress) {
  Server server({"example.org", 0, {}, {}});
  const auto wrong = server.bind();
  ASSERT_TRUE(wrong);
  EXPECT_FALSE(wrong->in_use);
}

TEST(Server, CanListenAgainAtOnceWhereItStopped) {
  std::uint16_t port = 0;
  {
    Served served;
    port = served.port();
    EXPECT_TRUE(served.is_well());
  }
  Server again({"127.0.0.1", port, {}, {}});
  EXPECT_FALSE(again.bind());
}

TEST(Server, AnswersAProblemForAPathOrMethodItDoesNotKnow) {
  Served served;
  const auto path = ask(served.port(), "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_of(path), 404);
  EXPECT_THAT(path, HasSubstr("application/problem+json"));
  const auto method = ask(served.port(), "PUT /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(status_of(method), 405);
  EXPECT_THAT(method, HasSubstr("Allow: GET, HEAD\r\n"));
  EXPECT_THAT(method, HasSubstr(R"("type":"urn:feira:problem:method-not-allowed")"));
}

TEST(Server, AnswersHeadWithoutABody) {
  Served served;
  const auto answer = ask(served.port(), "HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 5\r\n"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  EXPECT_TRUE(ask(served.port(), "HEAD /no HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ends_with("\r\n\r\n"));
}

TEST(Server, TellsTheClientNothingOfAnException) {
  Served served;
  for (const auto* path : {"/throws", "/throws-anything"}) {
    const auto answer =
        ask(served.port(), "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_THAT(answer, Not(HasSubstr("secret")));
    EXPECT_THAT(answer, Not(HasSubstr("EXCEPTION")));
  }
  EXPECT_TRUE(served.is_well());
}

TEST(Server, KeepsTheTextOfAnExceptionForItsLog) {
  Served served;
  ask(served.port(), "GET /throws HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  served.server.stop();
  EXPECT_EQ(served.failure, "the secret");
}

TEST(Server, GivesHeaderValuesAsTheyCame) {
  Served served;
  const auto answer = ask(
      served.port(), "GET /header HTTP/1.1\r\nHost: x\r\nX-Told: a%0d%0aSet-Cookie: b\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("a%0d%0aSet-Cookie: b")) << answer;
}

TEST(Server, SendsNoHeaderWithALineBreak) {
  Served served;
  const auto answer = ask(served.port(), "GET /splits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_THAT(answer, Not(HasSubstr("Set-Cookie")));
}

TEST(Server, IgnoresWhatItWasNotToldToServe) {
  Served served;
  const auto answer = ask(served.port(),
                          "GET /hello HTTP/1.1\r\nHost: x\r\nRange: bytes=1-2\r\nAccept-Encoding: gzip\r\n"
                          "Connection: close\r\n\r\n");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_TRUE(answer.ends_with("hello"));
}

TEST(Server, ContinuesWhoAsksFirst) {
  Served served;
  RawClient client(served.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("100 Continue"));
  client.send("abc");
  EXPECT_THAT(client.read_until("abc"), HasSubstr("200 OK"));
}

TEST(Server, StreamsEventsAsTheyCome) {
  Served served;
  RawClient client(served.port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("text/event-stream"));
  served.channel()->push({"1", "sold", "lamp"});
  EXPECT_THAT(client.read_until("lamp"), HasSubstr("id: 1\nevent: sold\ndata: lamp"));
  EXPECT_EQ(served.server.counts().event_streams, 1U);
  served.channel()->push({"2", {}, "chair"});
  served.channel()->close();
  const auto rest = client.read_to_end();
  EXPECT_THAT(rest, HasSubstr("chair"));
  EXPECT_TRUE(rest.ends_with("0\r\n\r\n"));
}

TEST(Server, NoticesThatAListenerHasGone) {
  Served served;
  {
    RawClient client(served.port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read_until("\r\n\r\n");
  }
  const auto deadline = Steady::now() + std::chrono::seconds(3);
  while (!served.channel()->closed() && Steady::now() < deadline) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_TRUE(served.channel()->closed());
}

TEST(Server, StopsInMillisecondsWithStreamsAndIdleConnections) {
  Served served;
  RawClient listener(served.port());
  listener.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  listener.read_until("\r\n\r\n");
  RawClient idle(served.port());
  idle.send(hello);
  idle.read_until("hello");
  RawClient silent(served.port());
  const auto began = Steady::now();
  served.server.stop();
  EXPECT_LT(Steady::now() - began, milliseconds(1500));
  EXPECT_EQ(idle.read_to_end(), "");
}

TEST(Server, AnswersWhatIsUnderWayBeforeItStops) {
  Served served;
  Server server({"127.0.0.1", 0, {}, {}});
  std::atomic<bool> inside = false;
  server.route(Method::get, "/slow", [&](const Request&) {
    inside = true;
    std::this_thread::sleep_for(milliseconds(100));
    return Served::text("done");
  });
  ASSERT_FALSE(server.bind());
  server.start();
  RawClient client(server.port());
  client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  while (!inside) std::this_thread::yield();
  server.stop();
  EXPECT_THAT(client.read_to_end(), HasSubstr("done"));
}

}  // namespace
}  // namespace feira::http
