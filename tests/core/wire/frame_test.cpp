#include "core/wire/frame.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "core/wire/wire.hpp"
#include "tests/core/generators.hpp"

namespace feira::wire {
namespace {

std::string framed(std::string_view payload) {
  std::string out;
  frame_to(payload, out);
  return out;
}

FrameDamage damage(std::string_view bytes) { return std::get<FrameDamage>(read_frame(bytes)); }

TEST(Frame, HasAFixedLayout) {
  using namespace std::string_literals;
  const std::string frame = framed("interest");
  EXPECT_EQ(frame.substr(0, 8), "feir\x08\0\0\0"s);
  EXPECT_EQ(frame.substr(16), "interest");
  EXPECT_EQ(frame.size(), frame_header_bytes + 8);
}

TEST(Frame, GivesThePayloadBackAndWhereTheNextBegins) {
  std::string journal;
  const std::vector<std::string> payloads{"first", "", "third and longer"};
  for (const auto& payload : payloads) frame_to(payload, journal);
  std::string_view rest = journal;
  for (const auto& payload : payloads) {
    const auto frame = read_frame(rest);
    ASSERT_TRUE(std::holds_alternative<Frame>(frame));
    EXPECT_EQ(std::get<Frame>(frame).payload, payload);
    rest.remove_prefix(std::get<Frame>(frame).size);
  }
  EXPECT_TRUE(rest.empty());
}

TEST(Frame, CutAnywhereIsTorn) {
  const std::string frame = framed("a record of the journal");
  for (std::size_t size = 0; size < frame.size(); ++size) {
    EXPECT_EQ(damage(std::string_view(frame).substr(0, size)), FrameDamage::torn) << size;
  }
}

TEST(Frame, WithAnyBitTurnedIsNoticed) {
  const std::string frame = framed("a record of the journal");
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    std::string spoilt = frame;
    spoilt[bit / 8] = static_cast<char>(spoilt[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(std::holds_alternative<FrameDamage>(read_frame(spoilt))) << bit;
  }
}

TEST(Frame, SaysHowItIsDamaged) {
  using namespace std::string_literals;
  std::string frame = framed("payload");
  frame.back() = '!';
  EXPECT_EQ(damage(frame), FrameDamage::checksum);
  EXPECT_EQ(damage("journal"), FrameDamage::no_frame);
  EXPECT_EQ(damage("fx"), FrameDamage::no_frame);
  EXPECT_EQ(damage("feir\xff\xff\xff\x7f" + std::string(8, '\0')), FrameDamage::too_long);
  EXPECT_STREQ(name(FrameDamage::torn), "torn");
  EXPECT_STREQ(name(FrameDamage::checksum), "checksum");
}

TEST(Frame, OfAShorterLengthWithTheSameBytesIsNoticed) {
  std::string frame = framed(std::string(64, 'x'));
  frame[4] = 63;
  EXPECT_EQ(damage(frame), FrameDamage::checksum);
}

RC_GTEST_PROP(FrameProperty, ARecordSurvivesItsFrame, ()) {
  const Record record = testing::some_record(*rc::gen::inRange<std::size_t>(0, record_kinds));
  const std::string bytes = framed(encode(record));
  const auto frame = read_frame(bytes);
  RC_ASSERT(std::holds_alternative<Frame>(frame));
  RC_ASSERT(std::get<Record>(decode_record(std::get<Frame>(frame).payload)) == record);
}

RC_GTEST_PROP(FrameProperty, ChangedBytesAreNoticed, ()) {
  const std::string good = framed(encode(testing::some_record(*rc::gen::inRange<std::size_t>(0, record_kinds))));
  std::string bad = good;
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, bad.size());
    bad[at] = *rc::gen::arbitrary<char>();
  }
  RC_PRE(bad != good);
  RC_ASSERT(std::holds_alternative<FrameDamage>(read_frame(bad)));
}

}  // namespace
}  // namespace feira::wire
