#include "node/identity/secrets.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "node/identity/identity.hpp"
#include "node/refusal.hpp"
#include "tests/node/temporary_folder.hpp"

namespace feira::node {
namespace {

// RFC 4231, test case 2.
TEST(Secrets, TheMacIsHmacSha256) {
  EXPECT_EQ(hex_of(mac("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Secrets, AConsortiumKeyIsReadAsWritten) {
  const TemporaryFolder folder;
  const ConsortiumKey drawn = ConsortiumKey::draw();
  drawn.write(folder.file("key"));
  const ConsortiumKey read = ConsortiumKey::read(folder.file("key"));
  EXPECT_EQ(read.consortium, drawn.consortium);
  EXPECT_EQ(read.key, drawn.key);
  EXPECT_NE(ConsortiumKey::draw().key, drawn.key);
  struct stat status{};
  ASSERT_EQ(stat(folder.file("key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Secrets, AKeyThatOthersMayReadIsRefusedWithWhatToDo) {
  const TemporaryFolder folder;
  ConsortiumKey::draw().write(folder.file("key"));
  ASSERT_EQ(chmod(folder.file("key").c_str(), 0640), 0);
  try {
    ConsortiumKey::read(folder.file("key"));
    FAIL() << "it was read";
  } catch (const Refusal& refusal) {
    EXPECT_NE(std::string(refusal.what()).find("chmod 600"), std::string::npos);
  }
}

TEST(Secrets, WhatIsNoKeyIsRefusedWithoutShowingIt) {
  const TemporaryFolder folder;
  for (const std::string content : {"", "feira consortium key, version 1\n", "hunter2",
                                    "feira consortium key, version 1\nconsortium 0011223344556677\nkey abc\n"}) {
    const auto file = folder.file("key" + std::to_string(content.size()));
    write_secret_file(file, content);
    try {
      ConsortiumKey::read(file);
      ADD_FAILURE() << "read: " << content;
    } catch (const Refusal& refusal) {
      EXPECT_EQ(std::string(refusal.what()).find("hunter2"), std::string::npos);
    }
  }
}

TEST(Identity, NamesAreShortAndPlain) {
  EXPECT_TRUE(is_name("ana-2_B"));
  EXPECT_FALSE(is_name(""));
  EXPECT_FALSE(is_name("a b"));
  EXPECT_FALSE(is_name("../ana"));
  EXPECT_FALSE(is_name(std::string(41, 'a')));
  EXPECT_EQ(to_hex(MarketplaceId{0xABC}), "00000abc");
}

}  // namespace
}  // namespace feira::node
