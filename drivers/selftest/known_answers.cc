#include "drivers/selftest/known_answers.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <vector>

#include "base/batch_digester.h"
#include "base/checksum.h"
#include "base/digester.h"
#include "base/file.h"
#include "drivers/store/audit_check.h"
#include "scanner/supervise/journal.h"

namespace winnow {
namespace {

struct KnownDigests {
  const char* name;
  std::string_view content;  // said `times` times
  std::size_t times;
  std::array<const char*, 3> hex;  // MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4)
};

constexpr std::array<KnownDigests, 4> kDigests = {{
    {"no bytes",
     "",
     0,
     {"d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
    {"\"abc\"",
     "abc",
     1,
     {"900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
    {"two blocks",
     "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     1,
     {"8215ef0796a20bcaaae116d3876c664a", "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}},
    {"a million times \"a\"",
     "a",
     1'000'000,
     {"7707d6ae4e027c70eea2a935c2296f21", "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}},
}};

std::string content_of(const KnownDigests& known) {
  std::string content;
  for (std::size_t i = 0; i < known.times; ++i) content += known.content;
  return content;
}

void check_digests(const KnownDigests& known, const Digests& came,
                   const std::string& way, SelftestChecks& checks) {
  for (const Algorithm algorithm : kAlgorithms) {
    const auto& digest = came.get(algorithm);
    checks.equal(std::string(to_string(algorithm)) + " of " + known.name + way,
                 known.hex[static_cast<std::size_t>(algorithm)],
                 digest ? digest->hex() : "");
  }
}

void check_digesters(SelftestChecks& checks) {
  for (const KnownDigests& known : kDigests) {
    const std::string content = content_of(known);
    Digester digester(AlgorithmSet::all());
    digester.update(bytes_of(content));
    check_digests(known, digester.finish(), "", checks);
  }
  // As many side by side as fill the lanes of any processor.
  constexpr std::size_t kCopies = 32;
  BatchDigester batch(AlgorithmSet::all());
  std::vector<std::string> contents;
  for (const KnownDigests& known : kDigests) contents.push_back(content_of(known));
  for (const std::string& content : contents) {
    for (std::size_t i = 0; i < kCopies; ++i) {
      batch.begin();
      batch.add(bytes_of(content));
    }
  }
  const std::vector<Digests> came = batch.finish();
  for (std::size_t i = 0; i < kDigests.size(); ++i) {
    // The lanes agree with each other, or the first that does not is shown.
    const auto begin = came.begin() + static_cast<std::ptrdiff_t>(i * kCopies);
    const auto other =
        std::adjacent_find(begin, begin + kCopies, std::not_equal_to<>());
    check_digests(kDigests[i], other == begin + kCopies ? *begin : *(other + 1),
                  " beside others", checks);
  }
}

struct KnownChecksum {
  const char* name;
  std::size_t length;  // of bytes 0 to 250, over and over; of 3 bytes: "abc"
  const char* hex64;
  const char* hex128;
};

// xxHash 0.8.1; those of no bytes stand in its own sanity test too.
constexpr std::array<KnownChecksum, 4> kChecksums = {{
    {"no bytes", 0, "2d06800538d394c2", "99aa06d3014798d86001c324468d497f"},
    {"\"abc\"", 3, "78af5f94892f3950", "06b05ab6733a618578af5f94892f3950"},
    {"200 bytes", 200, "f42a8864feaf0703", "cb0395310643ba0edd97e9af3609d9f5"},
    {"1 MiB", std::size_t{1} << 20, "6e0d7ac36b8c10ff",
     "53738d98098cabba6e0d7ac36b8c10ff"},
}};

void check_checksums(SelftestChecks& checks) {
  for (const KnownChecksum& known : kChecksums) {
    std::string content = "abc";
    if (known.length != content.size()) {
      content.clear();
      for (std::size_t i = 0; i < known.length; ++i) {
        content += static_cast<char>(i % 251);
      }
    }
    const Bytes bytes = bytes_of(content);
    checks.equal(std::string("XXH3-64 of ") + known.name, known.hex64,
                 to_hex(checksum64_bytes(bytes)));
    checks.equal(std::string("XXH3-128 of ") + known.name, known.hex128,
                 to_hex(checksum128_bytes(bytes)));
  }
}

// Of the three lines below, by Python's hashlib.
constexpr std::array<const char*, 3> kChain = {
    "05999ca68c5d1545c95f42e22fa1612f44ae9f18d27d3ad64ec627e99d3bc2c1",
    "bf1811045f4e81f3ff2a3733f44aaa956bb0eba2514993bf2a1ad5e4c21f5fcd",
    "1b5733350fbdf653ef0d2c6125225cdd912bb374ca543e8c2365cae1ff3a5a7d"};

void check_audit_chain(SelftestChecks& checks) {
  AuditChain chain;
  std::string last;
  for (std::size_t i = 0; i < kChain.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    last = audit_line_text({i + 1,
                            "2026-01-02T03:04:05.678Z",
                            "01234567-89ab-4cde-8f01-23456789abcd",
                            "A. Person",
                            {"exhibit_opened",
                             "practice " + number,
                             "opened",
                             {{"path", "C:\\images\\" + number + ".raw"}}},
                            chain.head().hash,
                            ""});
    checks.equal("line " + number + " of an audit log", "", chain.take(last));
    checks.equal("hash of line " + number + " of an audit log", kChain[i],
                 chain.head().hash);
  }
  std::string changed = last;
  changed[changed.find("A. Person")] = 'B';
  AuditChain before({2, kChain[1]});
  checks.holds("an audit log's line that was changed", !before.take(changed).empty(),
               "a complaint", "none");
}

// The payloads of a journal, one behind the other, and how it ends.
Result<std::string> journal_text(const std::string& path) {
  auto reader = JournalReader::open(path);
  if (!reader) return reader.error();
  std::string text;
  for (;;) {
    const auto record = reader->next();
    if (!record) return record.error();
    if (!*record) break;
    text += std::string(text_of(**record)) + ";";
  }
  return text + (reader->end() == JournalEnd::clean  ? "clean"
                 : reader->end() == JournalEnd::torn ? "torn"
                                                     : "damaged");
}

void check_journal_text(const std::string& what, const std::string& expected,
                        const std::string& path, SelftestChecks& checks) {
  const auto came = journal_text(path);
  checks.equal(what, expected, came ? *came : came.error().line());
}

Result<void> check_journal(const std::string& folder, SelftestChecks& checks) {
  const std::string path = folder + "/known.wj";
  {
    auto journal = JournalWriter::create(path);
    if (!journal) return std::move(journal).error();
    for (const char* payload : {"one", "two", "three"}) {
      if (auto put = journal->append(bytes_of(payload)); !put) return put;
    }
    if (auto put = journal->flush(); !put) return put;
  }
  check_journal_text("a journal", "one;two;three;clean", path, checks);
  const auto whole = read_whole_file(path, std::uint64_t{1} << 20);
  if (!whole) return whole.error();
  const std::string other = folder + "/changed.wj";
  const std::string cut = whole->substr(0, whole->size() - 1);
  if (auto put = replace_file(other, bytes_of(cut)); !put) return put;
  check_journal_text("a journal cut short by a byte", "one;two;torn", other, checks);
  std::string changed = *whole;
  changed[changed.find("two")] = 'T';
  if (auto put = replace_file(other, bytes_of(changed)); !put) return put;
  check_journal_text("a journal with a changed byte", "one;damaged", other, checks);
  return {};
}

}  // namespace

Result<void> check_known_answers(const std::string& folder, SelftestChecks& checks) {
  check_digesters(checks);
  check_checksums(checks);
  check_audit_chain(checks);
  return check_journal(folder, checks);
}

}  // namespace winnow
