#include <brotli/encode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "scanner/examine/containers/firefox_cache.h"
#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

const std::string kBody =
    "\xFF\xD8\xFF\xE0 the body, the body, the body, of a page \xFF\xD9";
constexpr int kGzip = 15 + 16, kZlib = 15, kBare = -15;

std::string deflated(const std::string& text, int window) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string brotlied(const std::string& text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 16;
  std::string out(size, '\0');
  EXPECT_TRUE(BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, text.size(),
                                    reinterpret_cast<const std::uint8_t*>(text.data()),
                                    &size,
                                    reinterpret_cast<std::uint8_t*>(out.data())));
  out.resize(size);
  return out;
}

std::string low_first(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::string high_first(std::uint64_t value, int bytes) {
  std::string text = low_first(value, bytes);
  std::reverse(text.begin(), text.end());
  return text;
}

// ---- Chromium's block files: a real cache, of which data_3 and some files of bodies
// lack. Counted with a reader of the format of its own: 217 entries, 198 with a body,
// of which 76 are files of their own (21 of them there) and 40 lie in data_3.

std::string chromium_folder() {
  return evidence_folder() + "chromium_blockfile/chrome_cache/";
}

Opened open_chromium(const std::string& index) {
  MemorySiblings siblings = siblings_in(chromium_folder());
  return open_all(ContentType::chromium_cache, index, &siblings);
}

std::ptrdiff_t count_lacking(const Opened& opened, const std::string& start) {
  return std::count_if(opened.members.begin(), opened.members.end(),
                       [&](const OpenedMember& member) {
                         return member.member.state == MemberState::damaged &&
                                member.member.why.substr(0, start.size()) == start;
                       });
}

TEST(ChromiumCache, EveryBodyOfARealCache) {
  const Opened opened = open_chromium(file_bytes(chromium_folder() + "index"));
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_EQ(opened.members.size(), 198u);
  EXPECT_EQ(count_lacking(opened, "data_3"), 40);
  EXPECT_EQ(count_lacking(opened, "f_"), 76 - 21);
  EXPECT_EQ(count_lacking(opened, ""), 40 + 76 - 21);
  for (const OpenedMember& member : opened.members) {
    EXPECT_FALSE(member.broke_off.has_value()) << member.member.name;
  }
  EXPECT_EQ(opened.notes.size(), 1u);  // heads of answers lie in data_3 too
}

TEST(ChromiumCache, CodedBodiesAreDecoded) {
  const Opened opened = open_chromium(file_bytes(chromium_folder() + "index"));
  const OpenedMember* style = opened.find("www.apache.org/css/text.css");
  ASSERT_NE(style, nullptr);
  EXPECT_NE(style->bytes.find("font-size"), std::string::npos);
}

TEST(ChromiumCache, EntriesTheIndexHasLostAreFound) {
  std::string index = file_bytes(chromium_folder() + "index");
  const std::vector<std::string> names = open_chromium(index).names();
  std::fill(index.begin() + 368, index.end(), '\0');
  std::vector<std::string> lost = open_chromium(index).names();
  std::vector<std::string> expected;
  for (const std::string& name : names) expected.push_back("deleted/" + name);
  std::sort(expected.begin(), expected.end());
  std::sort(lost.begin(), lost.end());
  EXPECT_EQ(lost, expected);
}

TEST(ChromiumCache, IndexAloneIsAFault) {
  const Opened opened =
      open_all(ContentType::chromium_cache, file_bytes(chromium_folder() + "index"));
  ASSERT_TRUE(opened.fault.has_value());
  EXPECT_EQ(opened.fault->kind, FaultKind::missing);
}

TEST(ChromiumCache, DamageIsSurvived) {
  const std::string index = file_bytes(chromium_folder() + "index");
  const std::string blocks = file_bytes(chromium_folder() + "data_1");
  // Most entries stand behind the head of 8,192 bytes: there the damage is done.
  for_each_mutation(blocks.substr(8192), 150, [&](const std::string& mutant) {
    MemorySiblings siblings(
        {{"data_1", blocks.substr(0, 8192) + mutant}, {"f_000001", kBody}});
    const Opened opened = open_all(ContentType::chromium_cache, index, &siblings,
                                   ContainerLimits{500, 8 << 20});
    EXPECT_LE(opened.members.size(), 500u);
  });
}

// ---- Chromium's simple cache, after simple_entry_format.h.

std::string end_record(std::size_t stream_bytes, bool has_key_digest) {
  return low_first(0xF4FA6F45970D41D8, 8) + low_first(has_key_digest ? 3 : 1, 4) +
         low_first(0xABCDEF01, 4) + low_first(stream_bytes, 4) + low_first(0, 4);
}

std::string simple_start(const std::string& key) {
  return low_first(0xFCFB6D1BA7725C30, 8) + low_first(5, 4) + low_first(key.size(), 4) +
         low_first(0x12345678, 4) + low_first(0, 4) + key;
}

std::string simple_entry(const std::string& key, const std::string& head,
                         const std::string& body) {
  return simple_start(key) + body + end_record(body.size(), false) + head +
         std::string(32, '\x55') + end_record(head.size(), true);
}

std::string answer_head(const std::string& coding) {
  return std::string("\x01\x02\x03\x04HTTP/1.1 200 OK\0", 20) +
         (coding.empty() ? "" : "Content-Encoding: " + coding + std::string(1, '\0')) +
         "Server: x" + std::string(2, '\0');
}

TEST(SimpleCache, BodyIsNamedByItsUrlAndDecoded) {
  const std::pair<std::string, std::string> cases[] = {
      {"", kBody},
      {"gzip", deflated(kBody, kGzip)},
      {"deflate", deflated(kBody, kZlib)},
      {"deflate", deflated(kBody, kBare)},
      {"br", brotlied(kBody)},
      {"gzip", kBody},  // decoded already
  };
  for (const auto& [coding, stored] : cases) {
    const Opened opened = open_all(
        ContentType::chromium_simple_cache,
        simple_entry(
            "1/0/_dk_https://a.test https://a.test https://b.test/x/y.jpg?s=1/2#z",
            answer_head(coding), stored));
    ASSERT_EQ(opened.names(), (std::vector<std::string>{"b.test/x/y.jpg?s=1%2F2"}));
    EXPECT_EQ(opened.members[0].bytes, kBody) << coding;
    EXPECT_TRUE(opened.notes.empty());
  }
}

TEST(SimpleCache, OneStreamAlone) {
  const Opened opened = open_all(
      ContentType::chromium_simple_cache,
      simple_start("https://c.test/v") + kBody + end_record(kBody.size(), false));
  ASSERT_EQ(opened.names(), (std::vector<std::string>{"c.test/v"}));
  EXPECT_EQ(opened.members[0].bytes, kBody);
}

TEST(SimpleCache, EntryWithoutAnEndIsHandedOutWithANote) {
  const Opened opened = open_all(ContentType::chromium_simple_cache,
                                 simple_start("https://c.test/v.jpg") + kBody);
  ASSERT_EQ(opened.members.size(), 1u);
  EXPECT_EQ(opened.members[0].bytes, kBody);
  EXPECT_EQ(opened.notes.size(), 1u);
}

TEST(SimpleCache, CodingThatBreaksOffIsAFaultOfTheMember) {
  const std::string stored = deflated(std::string(5000, 'a') + kBody, kGzip);
  const Opened opened = open_all(
      ContentType::chromium_simple_cache,
      simple_entry("https://d.test/", answer_head("gzip"), stored.substr(0, 30)));
  ASSERT_EQ(opened.members.size(), 1u);
  ASSERT_TRUE(opened.members[0].broke_off.has_value());
  EXPECT_EQ(opened.members[0].broke_off->what, "breaks off within its gzip coding");
}

TEST(SimpleCache, DamageIsSurvived) {
  for (const char* coding : {"gzip", "br"}) {
    const std::string stored =
        coding[0] == 'g' ? deflated(kBody, kGzip) : brotlied(kBody);
    expect_mutations_are_survived(
        ContentType::chromium_simple_cache,
        simple_entry("https://b.test/x.jpg", answer_head(coding), stored), 3000);
  }
}

// ---- Firefox's cache2, after CacheFileMetadata.

std::string firefox_entry(const std::string& key, const std::string& head,
                          const std::string& body, int version = 3) {
  const std::size_t chunks = (body.size() + (256 << 10) - 1) / (256 << 10);
  std::string metadata = high_first(static_cast<std::uint64_t>(version), 4) +
                         high_first(7, 4) + high_first(1'600'000'000, 4) +
                         high_first(1'600'000'000, 4) + high_first(0, 4) +
                         high_first(0, 4) + high_first(key.size(), 4);
  if (version > 1) metadata += high_first(0, 4);
  metadata += key + std::string(1, '\0');
  metadata += std::string("request-method\0GET\0response-head\0", 33) + head +
              std::string(1, '\0');
  return body + high_first(0xDEADBEEF, 4) + std::string(2 * chunks, '\x11') + metadata +
         high_first(body.size(), 4);
}

const std::string kFirefoxHead =
    "HTTP/2 200 OK\r\nserver: x\r\ncontent-encoding: gzip\r\n";

bool is_firefox(const std::string& bytes) {
  MemoryContent content(bytes_of(bytes));
  return is_firefox_cache_entry(content);
}

TEST(FirefoxCache, BodyIsNamedByItsUrlAndDecoded) {
  for (const int version : {1, 2, 3}) {
    const std::string entry =
        firefox_entry("O^partitionKey=%28https%2Ce.test%29,:https://img.e.test/p/q.jpg",
                      kFirefoxHead, deflated(kBody, kGzip), version);
    EXPECT_TRUE(is_firefox(entry));
    const Opened opened = open_all(ContentType::firefox_cache, entry);
    ASSERT_EQ(opened.names(), (std::vector<std::string>{"img.e.test/p/q.jpg"}));
    EXPECT_EQ(opened.members[0].bytes, kBody);
  }
}

TEST(FirefoxCache, LongBodyHasAHashForEachChunk) {
  const std::string body(700'000, 'z');
  const std::string entry =
      firefox_entry(":http://e.test/long", "HTTP/1.1 200 OK", body);
  EXPECT_TRUE(is_firefox(entry));
  const Opened opened = open_all(ContentType::firefox_cache, entry);
  ASSERT_EQ(opened.members.size(), 1u);
  EXPECT_EQ(opened.members[0].bytes, body);
}

TEST(FirefoxCache, OtherContentsAreNone) {
  EXPECT_FALSE(is_firefox(""));
  EXPECT_FALSE(is_firefox(std::string(5000, '\0')));
  EXPECT_FALSE(is_firefox(std::string(5000, '\x01')));
  EXPECT_FALSE(is_firefox(firefox_entry("no key of an entry", "", kBody)));
  const std::string sound = firefox_entry(":http://e.test/", "", kBody);
  EXPECT_FALSE(is_firefox(sound.substr(0, sound.size() - 1)));
  EXPECT_TRUE(open_all(ContentType::firefox_cache, kBody).fault.has_value());
}

TEST(FirefoxCache, DamageIsSurvived) {
  const std::string sound =
      firefox_entry(":https://img.e.test/q.jpg", kFirefoxHead, deflated(kBody, kGzip));
  for_each_mutation(sound, 3000, [](const std::string& mutant) {
    const Opened opened = open_all(ContentType::firefox_cache, mutant);
    EXPECT_EQ(opened.fault.has_value(), !is_firefox(mutant));
  });
}

}  // namespace
}  // namespace winnow
