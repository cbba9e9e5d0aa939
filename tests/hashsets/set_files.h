// What the tests of hash sets share: invented digests, lists and sets made on the spot,
// a sink that remembers rows, and a second reading of the `.wset` layout.
#ifndef WINNOW_TESTS_HASHSETS_SET_FILES_H_
#define WINNOW_TESTS_HASHSETS_SET_FILES_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/file.h"
#include "base/result.h"
#include "hashsets/building/build.h"
#include "hashsets/building/set_writer.h"
#include "hashsets/hash_set.h"
#include "hashsets/lists/line_reader.h"
#include "hashsets/lists/list_import.h"
#include "tests/base/temp_folder.h"

namespace winnow {

// An invented digest: the number's own SHA-256, cut to length. Never that of no bytes.
[[nodiscard]] Digest invented(Algorithm algorithm, std::uint64_t number);
[[nodiscard]] std::string invented_hex(Algorithm algorithm, std::uint64_t number);
// Entries are numbered in the order of their digests: the number of each of the first
// `count` invented ones in a set of just them.
[[nodiscard]] std::vector<std::uint32_t> entry_numbers(Algorithm algorithm,
                                                       std::uint64_t count);
[[nodiscard]] Digests digests_of(std::initializer_list<Digest> digests);

// A build of one list called "list", into "set.wset" of the folder.
[[nodiscard]] BuildRequest request_for(const TempFolder& folder, std::string_view list);
// A built set, opened. The test has failed if there is none.
[[nodiscard]] std::optional<HashSet> built_set(const TempFolder& folder,
                                               std::string_view list);
[[nodiscard]] Result<HashSet> open_set(const std::string& path);
// A file in memory, to be read from its beginning; damage tests open thousands of them.
[[nodiscard]] Fd memory_file(Bytes bytes);
// A set from the bytes of its file.
[[nodiscard]] Result<HashSet> open_bytes(Bytes bytes);

// So little that a few thousand rows do not fit.
inline constexpr std::uint64_t kTestMemory = std::uint64_t{1} << 17;
// The bytes of the set of a settled writer, named "n", with "{}" as its import record.
[[nodiscard]] std::vector<std::byte> image_of(SetWriter& writer, SetType type);

// Remembers what an importer gives.
class Rows : public RowSink {
 public:
  struct Row {
    std::uint64_t line = 0;
    std::string digests;  // hex, in the order md5, sha1, sha256, one blank between
    std::optional<std::int64_t> code;
    std::string label;
    std::string profile = {};
    std::optional<std::uint64_t> size = {};
    std::string pdq = {};  // hex

    bool operator==(const Row&) const = default;
  };
  void about(const ListFacts& facts) override {
    about_list = std::string(facts.publisher) + "|" + std::string(facts.version) + "|" +
                 std::string(facts.released_on);
  }
  void take(const ListRow& row, const RowPlace& place) override;
  void reject(RowReason reason, const RowPlace& place) override;

  std::vector<Row> taken;
  std::vector<std::pair<std::uint64_t, RowReason>> rejected;
  std::string about_list;
};

using Importer = Result<void> (*)(LineReader&, RowSink&);
// Runs an importer over a list; the rows, or its fault.
[[nodiscard]] Result<Rows> import_text(Importer importer, std::string_view list);
using SourceImporter = Result<void> (*)(ListSource&, const ImportOptions&, RowSink&);
[[nodiscard]] Result<Rows> import_bytes(SourceImporter importer, Bytes list,
                                        const ImportOptions& options = {});
// The digest of the only row, or why there is none; for the row grammars.
[[nodiscard]] std::string outcome(const PlainRow& row);

// Where the sections of a set lie, read by the page on the format and not by our
// reader; of a file that is none, what can be read.
struct Layout {
  struct Section {
    std::uint32_t kind = 0;
    std::uint32_t item_length = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint64_t first_checksum = 0;
    std::uint32_t page_length = 0;
  };
  std::uint32_t header_length = 0;
  std::map<std::uint32_t, Section> sections;  // by kind
};
[[nodiscard]] Layout layout_of(Bytes file);
// Makes every checksum fit again, as one who forges a set would; those that have no
// place in the file are left alone.
void reseal(std::vector<std::byte>& file);
// The bytes of a file.
[[nodiscard]] std::vector<std::byte> bytes_in(const std::string& path);

// The folder of sample lists, or nothing where this machine does not have it.
[[nodiscard]] std::optional<std::string> samples_folder();

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_SET_FILES_H_
