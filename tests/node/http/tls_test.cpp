#include "node/http/tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "certificates.hpp"
#include "node/http/client.hpp"
#include "served.hpp"

namespace feira::http {
namespace {

using test::Certificates;
using test::Served;

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    ours.issue("ana");
    ours.issue("bia");
    theirs.issue("eve");
  }

  [[nodiscard]] TlsFiles server_files(bool require_certificate) const {
    return {ours.path("ana.crt"), ours.path("ana.key"), ours.path("authority.crt"), require_certificate};
  }

  static std::variant<Answer, ClientFailure> who(std::uint16_t port, const ClientTls& tls) {
    ClientOptions options;
    options.port = port;
    options.tls = tls;
    options.idle_time = std::chrono::seconds(5);
    return Client(options).send(Method::get, "/who");
  }

  Certificates ours;
  Certificates theirs;
};

TEST_F(Tls, ServesWhoShowsACertificateAndKnowsItsName) {
  Served served({}, server_files(true));
  const auto answer = who(served.port(), {ours.path("authority.crt"), ours.path("bia.crt"), ours.path("bia.key")});
  ASSERT_TRUE(std::holds_alternative<Answer>(answer)) << name(std::get<ClientFailure>(answer));
  EXPECT_EQ(std::get<Answer>(answer).body, "bia");
}

TEST_F(Tls, RefusesAClientWithoutACertificateWhereOneIsRequired) {
  Served served({}, server_files(true));
  EXPECT_TRUE(std::holds_alternative<ClientFailure>(who(served.port(), {ours.path("authority.crt"), {}, {}})));
}

TEST_F(Tls, RefusesACertificateOfAnotherAuthority) {
  for (const bool require : {true, false}) {
    Served served({}, server_files(require));
    EXPECT_TRUE(std::holds_alternative<ClientFailure>(
        who(served.port(), {ours.path("authority.crt"), theirs.path("eve.crt"), theirs.path("eve.key")})));
  }
}

TEST_F(Tls, ServesAClientWithoutACertificateAsNobody) {
  Served served({}, server_files(false));
  const auto answer = who(served.port(), {ours.path("authority.crt"), {}, {}});
  ASSERT_TRUE(std::holds_alternative<Answer>(answer));
  EXPECT_EQ(std::get<Answer>(answer).body, "");
}

TEST_F(Tls, ClientsDoNotTrustAServerOfAnotherAuthority) {
  Served served({}, server_files(false));
  EXPECT_EQ(std::get<ClientFailure>(who(served.port(), {theirs.path("authority.crt"), {}, {}})),
            ClientFailure::not_trusted);
}

TEST_F(Tls, KeepsConnectionsAndServesBigAnswersAndBodies) {
  Served served({}, server_files(false));
  ClientOptions options;
  options.port = served.port();
  options.tls = ClientTls{ours.path("authority.crt"), {}, {}};
  Client client(options);
  for (int i = 0; i < 5; ++i) {
    const std::string body(999, static_cast<char>('a' + i));
    EXPECT_EQ(std::get<Answer>(client.send(Method::post, "/echo", {}, body)).body, body);
  }
}

TEST_F(Tls, SilentClientsAreClosedInTime) {
  Limits limits;
  limits.head_time = std::chrono::milliseconds(150);
  Served served(limits, server_files(false));
  test::RawClient silent(served.port());
  test::RawClient wrong(served.port());
  wrong.send("GET / HTTP/1.1\r\n");
  const auto began = std::chrono::steady_clock::now();
  silent.read_to_end();
  wrong.read_to_end();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(4));
  EXPECT_TRUE(std::holds_alternative<Answer>(who(served.port(), {ours.path("authority.crt"), {}, {}})));
}

TEST_F(Tls, SaysWhichFileCannotBeUsed) {
  Server missing({"127.0.0.1", 0, {}, TlsFiles{ours.path("none.crt"), ours.path("ana.key")}});
  EXPECT_THAT(missing.bind()->text, testing::HasSubstr("none.crt"));
  Server other({"127.0.0.1", 0, {}, TlsFiles{ours.path("ana.crt"), ours.path("bia.key")}});
  EXPECT_THAT(other.bind()->text, testing::HasSubstr("bia.key"));
}

}  // namespace
}  // namespace feira::http
