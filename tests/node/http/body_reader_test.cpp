#include "node/http/body_reader.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace feira::http {
namespace {

using State = ChunkReader::State;

TEST(ChunkReader, PutsABodyTogetherHoweverItArrives) {
  const std::string bytes = "3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n1\r\nz\r\n00\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    ChunkReader reader(14);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      const auto part = bytes.substr(at, step);
      EXPECT_EQ(reader.state(), State::more);
      EXPECT_EQ(reader.take(part), part.size());
    }
    EXPECT_EQ(reader.state(), State::done) << step;
    EXPECT_EQ(reader.body(), "abc0123456789z");
  }
}

TEST(ChunkReader, TakesNothingOfTheNextRequest) {
  ChunkReader reader(10);
  const std::string body = "1\r\na\r\n0\r\n\r\n";
  EXPECT_EQ(reader.take(body + "GET / HTTP/1.1\r\n"), body.size());
  EXPECT_EQ(reader.state(), State::done);
}

struct Bad {
  const char* name;
  std::string bytes;
  State state;
  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }
};

class BadChunks : public testing::TestWithParam<Bad> {};

TEST_P(BadChunks, AreRefused) {
  ChunkReader reader(10);
  reader.take(GetParam().bytes);
  EXPECT_EQ(reader.state(), GetParam().state);
}

INSTANTIATE_TEST_SUITE_P(All, BadChunks,
                         testing::Values(Bad{"NoSize", "\r\n", State::malformed},
                                         Bad{"NotHexadecimal", "g\r\n", State::malformed},
                                         Bad{"Prefixed", "0x1\r\na\r\n", State::malformed},
                                         Bad{"Signed", "-1\r\n", State::malformed},
                                         Bad{"BlankFirst", " 1\r\na\r\n", State::malformed},
                                         Bad{"BareLineFeed", "1\na\r\n", State::malformed},
                                         Bad{"HugeSize", "fffffffff\r\n", State::malformed},
                                         Bad{"EndsLater", "1\r\nab\r\n", State::malformed},
                                         Bad{"EndsEarlier", "5\r\nabc\r\n0\r\n\r\n", State::malformed},
                                         Bad{"Trailer", "0\r\nX: y\r\n\r\n", State::malformed},
                                         Bad{"LineFeedInExtension", "1;\n\r\na\r\n", State::malformed},
                                         Bad{"LongExtension", "1;" + std::string(300, 'x'), State::too_long},
                                         Bad{"LongChunk", "b\r\n", State::too_long},
                                         Bad{"LongInAll", "6\r\nabcdef\r\n5\r\n", State::too_long}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace feira::http
