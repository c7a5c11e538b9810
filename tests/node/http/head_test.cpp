// The head of a request: what is read, and what is refused because it could be read in two ways.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "node/http/request_head.hpp"

namespace feira::http {
namespace {

int status_of(const HeadResult& result) {
  const auto* problem = std::get_if<Problem>(&result);
  return problem == nullptr ? 0 : problem->status;
}

TEST(RequestHead, IsReadWithItsFields) {
  const std::string bytes = "POST /a?b=c HTTP/1.1\r\nHost: x\r\nIdempotency-Key:  k 1 \r\nContent-Length: 3\r\n\r\nabc";
  const auto result = read_head(bytes, {});
  const auto* read = std::get_if<HeadRead>(&result);
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->size, bytes.size() - 3);
  EXPECT_EQ(read->head.method, Method::post);
  EXPECT_EQ(read->head.target, "/a?b=c");
  EXPECT_EQ(read->head.headers.get("idempotency-key"), "k 1");
  EXPECT_EQ(read->head.content_length, 3U);
  EXPECT_FALSE(read->head.close);
}

TEST(RequestHead, IsIncompleteUntilItsEmptyLine) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(std::holds_alternative<HeadIncomplete>(read_head(bytes.substr(0, size), {}))) << size;
  }
  EXPECT_TRUE(std::holds_alternative<HeadRead>(read_head(bytes, {})));
}

TEST(RequestHead, ClosesWhereAskedAndInHttpOneZero) {
  const auto close = [](const std::string& bytes) { return std::get<HeadRead>(read_head(bytes, {})).head.close; };
  EXPECT_TRUE(close("GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n"));
  EXPECT_TRUE(close("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_FALSE(close("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

struct Bad {
  const char* name;
  const char* bytes;
  int status;
  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }
};

class BadHead : public testing::TestWithParam<Bad> {};

TEST_P(BadHead, IsRefused) { EXPECT_EQ(status_of(read_head(GetParam().bytes, {})), GetParam().status); }

INSTANTIATE_TEST_SUITE_P(
    All, BadHead,
    testing::Values(
        Bad{"BareLineFeed", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400}, Bad{"TwoParts", "GET /\r\nHost: x\r\n\r\n", 400},
        Bad{"BlankInTarget", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Bad{"ControlInTarget", "GET /a\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Bad{"NotHttp", "GET / GOPHER\r\nHost: x\r\n\r\n", 400}, Bad{"HttpTwo", "PRI * HTTP/2.0\r\n\r\n", 505},
        Bad{"UnknownMethod", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        Bad{"LowerCaseMethod", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501}, Bad{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
        Bad{"TwoHosts", "GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n", 400},
        Bad{"NoColon", "GET / HTTP/1.1\r\nHost: x\r\nabc\r\n\r\n", 400},
        Bad{"BlankBeforeColon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
        Bad{"NoName", "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", 400},
        Bad{"FoldedLine", "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", 400},
        Bad{"CarriageReturnInValue", "GET / HTTP/1.1\r\nHost: x\ry\r\n\r\n", 400},
        Bad{"TwoLengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
        Bad{"SignedLength", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n", 400},
        Bad{"NegativeLength", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
        Bad{"HugeLength", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 400},
        Bad{"LengthAndChunks", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            400},
        Bad{"ChunksInHttpOneZero", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Bad{"OtherCoding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
        Bad{"TwoCodings",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
        Bad{"Compressed", "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\n", 415},
        Bad{"GetWithBody", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", 400},
        Bad{"DeleteWithChunks", "DELETE / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Bad{"OtherExpectation", "POST / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n", 417}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RequestHead, HasLimits) {
  HeadLimits limits;
  limits.bytes = 200;
  limits.fields = 3;
  limits.target_bytes = 20;
  EXPECT_EQ(status_of(read_head("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(200, 'a'), limits)), 431);
  EXPECT_EQ(status_of(read_head("GET / HTTP/1.1\r\nHost: x\r\nA: a\r\nB: b\r\nC: c\r\n\r\n", limits)), 431);
  EXPECT_EQ(status_of(read_head("GET /" + std::string(20, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", limits)), 414);
  EXPECT_EQ(status_of(read_head("GET / HTTP/1.1\r\nHost: x\r\nA: a\r\nB: b\r\n\r\n", limits)), 0);
}

TEST(FieldValue, HasNoLineBreaks) {
  EXPECT_TRUE(is_field_value("a b\tc"));
  EXPECT_TRUE(is_field_value("\xc3\xa9"));
  EXPECT_FALSE(is_field_value("a\rb"));
  EXPECT_FALSE(is_field_value("a\nb"));
  EXPECT_FALSE(is_field_value(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace feira::http
