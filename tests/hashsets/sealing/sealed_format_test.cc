// The page sealed_format.md, read without our reader.
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/checksum.h"
#include "tests/hashsets/sealing/sealed_files.h"

namespace winnow {
namespace {

using Key = std::array<unsigned char, 32>;

Key subkey(const Key& master, std::uint64_t number) {
  Key key{};
  crypto_kdf_derive_from_key(key.data(), key.size(), number, "wsetseal", master.data());
  return key;
}

TEST(SealedFormat, IsAsThePageSays) {
  std::string plain(65536 + 3, 'p');
  plain += "end";
  const std::vector<std::byte> file = sealed_file(bytes_of(plain));
  const auto* const raw = reinterpret_cast<const unsigned char*>(file.data());
  ASSERT_EQ(file.size(), 128 + plain.size() + 2 * 16);
  EXPECT_TRUE(has_magic(file, 0, "\x89WSLD\r\n\x1a"));
  EXPECT_EQ(le<std::uint16_t>(file, 8), 1u);
  EXPECT_EQ(le<std::uint16_t>(file, 10), 0u);
  EXPECT_EQ(le<std::uint32_t>(file, 12), kCheapCost.passes);
  EXPECT_EQ(le<std::uint32_t>(file, 16), kCheapCost.memory_kib);
  EXPECT_TRUE(all_zero(Bytes(file).subspan(20, 4)));
  EXPECT_EQ(le<std::uint64_t>(file, 24), plain.size());
  EXPECT_TRUE(all_zero(Bytes(file).subspan(96, 24)));
  EXPECT_EQ(le<std::uint64_t>(file, 120), checksum64(Bytes(file).first(120)));

  Key master{};
  ASSERT_EQ(crypto_pwhash(master.data(), master.size(), kPassphrase.data(),
                          kPassphrase.size(), raw + 32, kCheapCost.passes,
                          std::size_t{kCheapCost.memory_kib} * 1024,
                          crypto_pwhash_ALG_ARGON2ID13),
            0);
  const Key check_key = subkey(master, 1);
  Key check{};
  crypto_generichash(check.data(), check.size(), raw, 64, check_key.data(),
                     check_key.size());
  EXPECT_TRUE(std::equal(check.begin(), check.end(), raw + 64));

  const Key chunk_key = subkey(master, 2);
  std::array<unsigned char, 24> nonce{};
  std::copy_n(raw + 48, 16, nonce.begin());
  nonce[16] = 1;  // the second chunk
  std::array<unsigned char, 6> last{};
  ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt(
                last.data(), nullptr, nullptr, raw + 128 + 65536 + 16, 6 + 16, raw, 128,
                nonce.data(), chunk_key.data()),
            0);
  EXPECT_EQ(std::string(last.begin(), last.end()), "pppend");
}

TEST(SealedFormat, TheCostOfAGuessIsTheLibrarysModerate) {
  const SealCost cost;
  EXPECT_EQ(cost.passes, crypto_pwhash_OPSLIMIT_MODERATE);
  EXPECT_EQ(std::size_t{cost.memory_kib} * 1024, crypto_pwhash_MEMLIMIT_MODERATE);
}

}  // namespace
}  // namespace winnow
