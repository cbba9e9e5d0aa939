#include "scanner/examine/pictures/tiff_directory.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kMostDirectories = 64;
constexpr std::size_t kLongestText = 64;

constexpr std::uint16_t kMake = 0x10F;
constexpr std::uint16_t kModel = 0x110;
constexpr std::uint16_t kSubDirectories = 0x14A;
constexpr std::uint16_t kExif = 0x8769;

// By type; 0 for what there is not.
constexpr std::array<std::uint8_t, 14> kTypeBytes = {0, 1, 1, 2, 4, 8, 1,
                                                     1, 2, 4, 8, 4, 8, 4};

std::uint64_t bytes_of_type(std::uint16_t type) {
  return type < kTypeBytes.size() ? kTypeBytes[type] : 0;
}

}  // namespace

const TiffDirectory::Field* TiffDirectory::find(std::uint16_t tag) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.tag == tag; });
  return found == fields.end() ? nullptr : &*found;
}

std::optional<TiffBlock> TiffBlock::open(Bytes bytes) {
  if (bytes.size() < 8) return std::nullopt;
  const bool is_big = has_magic(bytes, 0, "MM");
  if (!is_big && !has_magic(bytes, 0, "II")) return std::nullopt;
  return TiffBlock(bytes, is_big);
}

std::uint32_t TiffBlock::first_directory() const {
  return get<std::uint32_t>(bytes_, 4);
}

std::optional<TiffDirectory> TiffBlock::directory(std::uint32_t offset) const {
  if (offset == 0 || !part(bytes_, offset, 2)) return std::nullopt;
  const std::size_t count = get<std::uint16_t>(bytes_, offset);
  TiffDirectory directory;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t at = std::uint64_t{offset} + 2 + i * kEntryBytes;
    const auto entry = part(bytes_, at, kEntryBytes);
    if (!entry) return directory;
    TiffDirectory::Field field;
    field.tag = get<std::uint16_t>(*entry, 0);
    field.type = get<std::uint16_t>(*entry, 2);
    field.count = get<std::uint32_t>(*entry, 4);
    const std::uint64_t length = field.count * bytes_of_type(field.type);
    field.value =
        length <= 4
            ? entry->subspan(8, length)
            : part(bytes_, get<std::uint32_t>(*entry, 8), length).value_or(Bytes{});
    directory.fields.push_back(field);
  }
  directory.next = get<std::uint32_t>(bytes_, offset + 2 + count * kEntryBytes);
  return directory;
}

std::vector<TiffDirectory> TiffBlock::all_directories(bool deep) const {
  std::vector<TiffDirectory> all;
  std::vector<std::uint32_t> known = {first_directory()};
  for (std::size_t i = 0; i < known.size() && i < kMostDirectories; ++i) {
    auto read = directory(known[i]);
    if (!read) continue;
    const auto add = [&](std::optional<std::uint32_t> offset) {
      if (offset && *offset != 0 && known.size() < kMostDirectories &&
          std::find(known.begin(), known.end(), *offset) == known.end()) {
        known.push_back(*offset);
      }
    };
    add(read->next);
    if (deep) {
      add(number(*read, kExif));
      const auto* subs = read->find(kSubDirectories);
      for (std::size_t k = 0; subs != nullptr && k < subs->count; ++k) {
        const auto offset = number(*read, kSubDirectories, k);
        if (!offset || k > kMostDirectories) break;
        add(offset);
      }
    }
    all.push_back(std::move(*read));
  }
  return all;
}

std::optional<std::uint32_t> TiffBlock::number(const TiffDirectory& directory,
                                               std::uint16_t tag,
                                               std::size_t index) const {
  const auto* field = directory.find(tag);
  if (field == nullptr || index >= field->count || field->value.empty()) {
    return std::nullopt;
  }
  switch (bytes_of_type(field->type)) {
    case 1:
      return get<std::uint8_t>(field->value, index);
    case 2:
      return get<std::uint16_t>(field->value, 2 * index);
    case 4:
      return get<std::uint32_t>(field->value, 4 * index);
    default:
      return std::nullopt;
  }
}

Bytes TiffBlock::pointed(const TiffDirectory& directory, std::uint16_t offset_tag,
                         std::uint16_t length_tag) const {
  const auto offset = number(directory, offset_tag);
  const auto length = number(directory, length_tag);
  if (!offset || !length) return {};
  return part(bytes_, *offset, *length).value_or(Bytes{});
}

std::string TiffBlock::text(const TiffDirectory& directory, std::uint16_t tag) {
  constexpr std::uint16_t kAscii = 2;
  const auto* field = directory.find(tag);
  if (field == nullptr || field->type != kAscii) return "";
  std::string_view text = text_of(field->value);
  text = text.substr(0, std::min(text.find('\0'), kLongestText));
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return printable_utf8(text);
}

std::string camera_of(Bytes tiff) {
  const auto block = TiffBlock::open(tiff);
  if (!block) return "";
  const auto directory = block->directory(block->first_directory());
  if (!directory) return "";
  const std::string make = TiffBlock::text(*directory, kMake);
  const std::string model = TiffBlock::text(*directory, kModel);
  if (make.empty() || model.empty()) return make + model;
  return model.starts_with(make) ? model : make + " " + model;
}

}  // namespace winnow
