#include "scanner/examine/containers/named_digests.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

const std::string kMd5 = "00112233445566778899aabbccddeeff";
const std::string kSha1 = "00112233445566778899aabbccddeeff00112233";
const std::string kSha256 = kMd5 + kMd5;

std::vector<std::string> in_text(const std::string& text,
                                 const std::string& column = "") {
  std::vector<std::string> hex;
  for (const Digest& digest : digests_in_text(text, column))
    hex.push_back(digest.hex());
  return hex;
}

using Hex = std::vector<std::string>;

TEST(NamedDigests, TextThatIsADigest) {
  EXPECT_EQ(in_text(kMd5), (Hex{kMd5}));
  EXPECT_EQ(in_text(kSha1), (Hex{kSha1}));
  EXPECT_EQ(in_text("00112233445566778899AABBCCDDEEFF"), (Hex{kMd5}));
  EXPECT_EQ(in_text(kSha256), (Hex{kSha256}));
  EXPECT_EQ(in_text(kMd5 + "0"), Hex{});
  EXPECT_EQ(in_text("so " + kMd5), Hex{});
  EXPECT_EQ(in_text(kMd5, "ed2k_hash"), Hex{});
}

// The base 32 was made with Python's base64.b32encode from the digits.
TEST(NamedDigests, NamesOfResources) {
  const std::string base32 = "AAISEM2EKVTHPCEZVK54ZXPO74ABCIRT";
  EXPECT_EQ(in_text("magnet:?xt=urn:sha1:" + base32 + "&dn=a.jpg"), (Hex{kSha1}));
  EXPECT_EQ(in_text("magnet:?xt=urn:bitprint:" + base32 +
                    ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            (Hex{kSha1}));
  EXPECT_EQ(in_text("xx urn:md5:" + kMd5 + " urn:sha256:" + kSha256),
            (Hex{kMd5, kSha256}));
  EXPECT_EQ(in_text("magnet:?xt=urn:btih:" + kSha1), Hex{});
  EXPECT_EQ(in_text("urn:sha1:AAISEM2EKVTHPCEZVK54ZXPO74ABCIR1"), Hex{});
  EXPECT_EQ(in_text("urn:md5:" + kSha1), Hex{});
}

TEST(NamedDigests, AddressesWithDigests) {
  EXPECT_EQ(in_text("https://a.test/img/" + kSha256 + ".jpg?x=1"), (Hex{kSha256}));
  EXPECT_EQ(in_text("ed2k://|file|a.avi|1|" + kMd5 + "|/"), Hex{});
  EXPECT_EQ(in_text("https://a.test/x" + kMd5), Hex{});
}

TEST(NamedDigests, BlobsInColumnsOfDigests) {
  const std::string bytes(20, '\x07');
  EXPECT_EQ(digests_in_blob(bytes_of(bytes), "File_SHA1").size(), 1u);
  EXPECT_EQ(digests_in_blob(bytes_of(bytes), "checksum").size(), 1u);
  EXPECT_EQ(digests_in_blob(bytes_of(bytes), "avatar").size(), 0u);
  EXPECT_EQ(digests_in_blob(bytes_of(bytes), "info_hash").size(), 0u);
  EXPECT_EQ(digests_in_blob(bytes_of(bytes).first(19), "hash").size(), 0u);
}

}  // namespace
}  // namespace winnow
