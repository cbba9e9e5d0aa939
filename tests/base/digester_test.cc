#include "base/digester.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace winnow {
namespace {

struct Vector {
  const char* text;
  const char* md5;
  const char* sha1;
  const char* sha256;
};

// RFC 1321 appendix A.5, RFC 3174 and FIPS 180-4 (NIST's example values).
constexpr Vector kVectors[] = {
    {"", "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "900150983cd24fb0d6963f7d28e17f72",
     "a9993e364706816aba3e25717850c26c9cd0d89d",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "8215ef0796a20bcaaae116d3876c664a", "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

std::string noise(std::size_t length, unsigned seed) {
  std::mt19937 random(seed);
  std::string text(length, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

TEST(Digester, KnownAnswers) {
  for (const Vector& vector : kVectors) {
    Digester digester(AlgorithmSet::all());
    digester.update(bytes_of(vector.text));
    const Digests digests = digester.finish();
    EXPECT_EQ(digests.get(Algorithm::md5)->hex(), vector.md5) << vector.text;
    EXPECT_EQ(digests.get(Algorithm::sha1)->hex(), vector.sha1) << vector.text;
    EXPECT_EQ(digests.get(Algorithm::sha256)->hex(), vector.sha256) << vector.text;
  }
}

// FIPS 180-4's third example: one million times "a".
TEST(Digester, AMillionBytes) {
  Digester digester(AlgorithmSet::all());
  const std::string piece(1000, 'a');
  for (int i = 0; i < 1000; ++i) digester.update(bytes_of(piece));
  const Digests digests = digester.finish();
  EXPECT_EQ(digests.get(Algorithm::md5)->hex(), "7707d6ae4e027c70eea2a935c2296f21");
  EXPECT_EQ(digests.get(Algorithm::sha1)->hex(),
            "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  EXPECT_EQ(digests.get(Algorithm::sha256)->hex(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digester, EmptyDigestsAreTheDigestsOfNothing) {
  for (const Algorithm a : kAlgorithms)
    EXPECT_EQ(digest_of(a, Bytes()), empty_digest(a));
}

TEST(Digester, PiecesGiveWhatTheWholeGives) {
  constexpr unsigned kSeed = 4711;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  const std::string text = noise(100'000, kSeed);
  const Bytes bytes = bytes_of(text);
  Digester whole(AlgorithmSet::all());
  whole.update(bytes);
  const Digests expected = whole.finish();
  std::mt19937 random(kSeed);
  for (int round = 0; round < 20; ++round) {
    Digester pieces(AlgorithmSet::all());
    for (Bytes rest = bytes; !rest.empty();) {
      const std::size_t length = std::min<std::size_t>(rest.size(), random() % 40'000);
      pieces.update(rest.first(length));
      rest = rest.subspan(length);
    }
    ASSERT_EQ(pieces.finish(), expected) << "round " << round;
  }
}

TEST(Digester, HolesCountAsZeros) {
  for (const std::size_t length : {0u, 1u, 16'383u, 16'384u, 16'385u, 70'000u}) {
    Digester hole(AlgorithmSet::all());
    hole.update(bytes_of("x"));
    hole.update_zeros(length);
    Digester written(AlgorithmSet::all());
    written.update(bytes_of("x" + std::string(length, '\0')));
    EXPECT_EQ(hole.finish(), written.finish()) << length;
  }
}

TEST(Digester, IsReadyForTheNextContent) {
  Digester digester(AlgorithmSet::all());
  digester.update(bytes_of("something else"));
  (void)digester.finish();
  digester.update(bytes_of("abc"));
  EXPECT_EQ(digester.finish().get(Algorithm::md5)->hex(), kVectors[1].md5);
}

TEST(Digester, ComputesOnlyWhatWasChosen) {
  AlgorithmSet only;
  only.add(Algorithm::sha1);
  Digester digester(only);
  digester.update(bytes_of("abc"));
  const Digests digests = digester.finish();
  EXPECT_FALSE(digests.get(Algorithm::md5));
  EXPECT_FALSE(digests.get(Algorithm::sha256));
  EXPECT_EQ(digests.get(Algorithm::sha1)->hex(), kVectors[1].sha1);
}

}  // namespace
}  // namespace winnow
