#include "scanner/evidence/ewf2_layout.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/file.h"

namespace winnow {
namespace {

// EnCase goes up to 1024 sectors a chunk, libewf to 32768 of 512 bytes.
constexpr std::uint64_t kMaxChunkBytes = 16 << 20;
constexpr std::uint64_t kMaxDeviceBytes = std::uint64_t{1} << 62;

std::vector<Ewf2Stretch> stretches_of(const std::vector<PlacedEwf2Table>& tables) {
  struct Border {
    std::uint64_t chunk;
    std::size_t table;
    bool opens;
  };
  std::vector<Border> borders;
  borders.reserve(tables.size() * 2);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Ewf2Table& table = tables[i].table;
    borders.push_back({table.first_chunk, i, true});
    borders.push_back({table.first_chunk + table.chunks, i, false});
  }
  std::sort(borders.begin(), borders.end(),
            [](const Border& a, const Border& b) { return a.chunk < b.chunk; });
  std::vector<Ewf2Stretch> stretches;
  std::size_t open = 0;
  std::size_t mixture = 0;  // of the open tables' numbers; one alone is itself
  std::uint64_t from = 0;
  for (const Border& border : borders) {
    if (open > 0 && from < border.chunk) {
      stretches.push_back({from, border.chunk, mixture, open > 1});
    }
    open = border.opens ? open + 1 : open - 1;
    mixture ^= border.table;
    from = border.chunk;
  }
  return stretches;
}

template <typename T>
Result<void> keep(Result<T> said, std::optional<T>& where) {
  if (!said) return std::move(said).error();
  if (!where) where = std::move(said).value();  // each segment says it again
  return {};
}

Result<void> take_section(const Ewf2Section& section, Ewf2Layout& layout) {
  const Segment& segment = layout.files.back().segment;
  switch (section.type) {
    case Ewf2Type::device_information:
      return keep(read_ewf2_values(segment, section), layout.device);
    case Ewf2Type::case_data:
      return keep(read_ewf2_values(segment, section), layout.acquisition);
    case Ewf2Type::md5:
      return keep(read_ewf2_digest(segment, section), layout.md5);
    case Ewf2Type::sha1:
      return keep(read_ewf2_digest(segment, section), layout.sha1);
    case Ewf2Type::error_table: {
      const auto count = count_ewf2_bad_ranges(segment, section);
      if (!count) return count.error();
      layout.bad_ranges += *count;
      return {};
    }
    case Ewf2Type::sector_table: {
      const auto table = read_ewf2_table(segment, section);
      if (!table) return table.error();
      if (table->chunks > 0) {
        layout.tables.push_back({layout.files.size() - 1, *table});
      }
      return {};
    }
    case Ewf2Type::encryption_keys:
      break;
  }
  return {};
}

Result<Ewf2Layout> read_segments(std::vector<Segment> segments) {
  Ewf2Layout layout;
  std::optional<Ewf2SetId> set;
  for (Segment& segment : segments) {
    const auto id = read_ewf2_header(segment);
    if (!id) return id.error();
    if (!set) set = *id;
    if (*set != *id) {
      return Fault{FaultKind::malformed,
                   "is a segment of another image; keep segments of different images "
                   "in different folders",
                   segment.name, std::nullopt};
    }
    Fd borrowed(segment.fd);
    const auto bytes = size_of(borrowed, segment.name);
    borrowed.release();
    if (!bytes) return bytes.error();
    const auto sections = read_ewf2_chain(segment, *bytes);
    if (!sections) return sections.error();
    layout.files.push_back({std::move(segment), *bytes});
    for (const Ewf2Section& section : *sections) {
      auto taken = take_section(section, layout);
      if (!taken) return std::move(taken).error();
    }
  }
  return layout;
}

// A number that must be there and be at least one; 0 if not.
std::uint64_t number_in(const std::optional<Ewf2Values>& values, const char* tag) {
  if (!values) return 0;
  const auto found = values->find(tag);
  if (found == values->end()) return 0;
  const std::string& text = found->second;
  const char* const end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end ? number : 0;
}

Result<void> measure(Ewf2Layout& layout) {
  const std::uint64_t sectors = number_in(layout.device, "ts");
  const std::uint64_t sector_bytes = number_in(layout.device, "bp");
  const std::uint64_t sectors_per_chunk = number_in(layout.acquisition, "sb");
  const std::string& name = layout.files.front().segment.name;
  if (sectors == 0 || sector_bytes == 0 || sectors_per_chunk == 0) {
    return Fault{FaultKind::malformed,
                 "does not say how large the device, its sectors or its chunks are",
                 name, std::nullopt};
  }
  if (sector_bytes > kMaxChunkBytes ||
      sectors_per_chunk > kMaxChunkBytes / sector_bytes ||
      sectors > kMaxDeviceBytes / sector_bytes) {
    return Fault{FaultKind::too_big, "says it is larger than any device", name,
                 std::nullopt};
  }
  layout.device_bytes = sectors * sector_bytes;
  layout.chunk_bytes = static_cast<std::size_t>(sectors_per_chunk * sector_bytes);
  return {};
}

}  // namespace

Result<Ewf2Layout> read_ewf2_layout(std::vector<Segment> segments) {
  auto layout = read_segments(std::move(segments));
  if (!layout) return layout;
  auto measured = measure(*layout);
  if (!measured) return std::move(measured).error();
  layout->stretches = stretches_of(layout->tables);
  return layout;
}

}  // namespace winnow
