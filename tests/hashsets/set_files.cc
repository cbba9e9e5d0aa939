#include "tests/hashsets/set_files.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>

#include "base/checksum.h"
#include "base/digester.h"

namespace winnow {

Digest invented(Algorithm algorithm, std::uint64_t number) {
  const std::string text = "invented " + std::to_string(number);
  return digest_of(algorithm, bytes_of(text));
}

std::string invented_hex(Algorithm algorithm, std::uint64_t number) {
  return invented(algorithm, number).hex();
}

std::vector<std::uint32_t> entry_numbers(Algorithm algorithm, std::uint64_t count) {
  std::map<Digest, std::uint64_t> sorted;
  for (std::uint64_t i = 0; i < count; ++i) sorted[invented(algorithm, i)] = i;
  std::vector<std::uint32_t> numbers(static_cast<std::size_t>(count));
  std::uint32_t next = 0;
  for (const auto& [digest, i] : sorted) numbers[static_cast<std::size_t>(i)] = next++;
  return numbers;
}

Digests digests_of(std::initializer_list<Digest> digests) {
  Digests all;
  for (const Digest& digest : digests) all.set(digest);
  return all;
}

BuildRequest request_for(const TempFolder& folder, std::string_view list) {
  BuildRequest request;
  request.output = folder.path("set.wset");
  request.sources = {folder.write("list", list)};
  request.name = "invented";
  return request;
}

Result<HashSet> open_set(const std::string& path) {
  auto fd = open_read_only(path);
  if (!fd) return std::move(fd).error();
  return HashSet::open(fd->get(), path);
}

std::optional<HashSet> built_set(const TempFolder& folder, std::string_view list) {
  const BuildRequest request = request_for(folder, list);
  const auto built = build_set(request);
  EXPECT_TRUE(built) << built.error().line();
  if (!built) return std::nullopt;
  auto set = open_set(request.output);
  EXPECT_TRUE(set) << set.error().line();
  if (!set) return std::nullopt;
  return std::move(*set);
}

Fd memory_file(Bytes bytes) {
  Fd fd(::memfd_create("list", MFD_CLOEXEC));
  EXPECT_TRUE(write_all(fd.get(), bytes, "list"));
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_SET), 0);
  return fd;
}

Result<HashSet> open_bytes(Bytes bytes) {
  return HashSet::open(memory_file(bytes).get(), "set");
}

std::vector<std::byte> image_of(SetWriter& writer, SetType type) {
  const Fd fd = memory_file({});
  PlainOutput output(fd.get(), "set");
  EXPECT_TRUE(writer.write(output, type, "n", "{}"));
  const auto size = size_of(fd, "set");
  std::vector<std::byte> bytes(static_cast<std::size_t>(*size));
  EXPECT_TRUE(read_exactly(fd.get(), 0, bytes, "set"));
  return bytes;
}

void Rows::take(const ListRow& row, const RowPlace& place) {
  std::string text;
  for (const auto& digest : row.digests.by_algorithm) {
    if (!digest) continue;
    if (!text.empty()) text += ' ';
    text += digest->hex();
  }
  taken.push_back({place.number, text, row.code, std::string(row.label),
                   std::string(row.profile), row.size,
                   row.pdq ? to_hex(row.pdq->value) : ""});
}

void Rows::reject(RowReason reason, const RowPlace& place) {
  rejected.emplace_back(place.number, reason);
}

Result<Rows> import_text(Importer importer, std::string_view list) {
  const Fd fd = memory_file(bytes_of(list));
  ListSource source(fd.get(), "list");
  LineReader lines(source);
  Rows rows;
  if (auto imported = importer(lines, rows); !imported) {
    return std::move(imported).error();
  }
  return rows;
}

Result<Rows> import_bytes(SourceImporter importer, Bytes list,
                          const ImportOptions& options) {
  const Fd fd = memory_file(list);
  ListSource source(fd.get(), "list");
  Rows rows;
  if (auto imported = importer(source, options, rows); !imported) {
    return std::move(imported).error();
  }
  return rows;
}

std::string outcome(const PlainRow& row) {
  if (const auto* digest = std::get_if<Digest>(&row.what)) return digest->hex();
  return to_string(std::get<RowReason>(row.what));
}

Layout layout_of(Bytes file) {
  Layout layout;
  layout.header_length = read_le<std::uint32_t>(file, 12).value_or(0);
  const auto count = read_le<std::uint32_t>(file, 68).value_or(0);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto record = part(file, 128 + std::uint64_t{i} * 48, 48);
    if (!record) break;
    Layout::Section section;
    section.kind = le<std::uint32_t>(*record, 0);
    section.item_length = le<std::uint32_t>(*record, 4);
    section.offset = le<std::uint64_t>(*record, 8);
    section.length = le<std::uint64_t>(*record, 16);
    section.first_checksum = le<std::uint64_t>(*record, 24);
    section.page_length = le<std::uint32_t>(*record, 32);
    layout.sections[section.kind] = section;
  }
  return layout;
}

namespace {

void put(std::vector<std::byte>& file, std::uint64_t offset, std::uint64_t value) {
  if (!part(file, offset, sizeof(value))) return;
  std::memcpy(file.data() + offset, &value, sizeof(value));
}

void checksum_pages(std::vector<std::byte>& file, const Layout::Section& section,
                    std::uint64_t table) {
  if (section.page_length < 4096) return;  // no reader takes others
  if (!part(file, section.offset, section.length)) return;
  for (std::uint64_t start = 0; start < section.length; start += section.page_length) {
    const auto length =
        std::min<std::uint64_t>(section.page_length, section.length - start);
    put(file, table, checksum64(*part(file, section.offset + start, length)));
    table += 8;
  }
}

}  // namespace

void reseal(std::vector<std::byte>& file) {
  const Layout layout = layout_of(file);
  const auto checksums = layout.sections.find(1);
  const auto roots = layout.sections.find(2);
  const auto header = part(file, 0, layout.header_length);
  if (checksums == layout.sections.end() || roots == layout.sections.end()) return;
  for (const auto& [kind, section] : layout.sections) {
    if (kind == 1 || kind == 2) continue;
    checksum_pages(file, section,
                   checksums->second.offset + section.first_checksum * 8);
  }
  checksum_pages(file, checksums->second, roots->second.offset);
  const auto root = part(file, roots->second.offset, roots->second.length);
  if (root) put(file, 72, checksum64(*root));
  put(file, 80, 0);
  if (header) put(file, 80, checksum64(*header));
}

std::vector<std::byte> bytes_in(const std::string& path) {
  const std::string text = TempFolder::read(path);
  const Bytes bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

std::optional<std::string> samples_folder() {
  const char* chosen = std::getenv("WINNOW_SHARED_DIR");
  const std::string folder =
      std::string(chosen != nullptr ? chosen : WINNOW_SHARED_DIR) + "/format-samples";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) return std::nullopt;
  return folder;
}

}  // namespace winnow
