// An OLE2 compound file with a stream for each thumbnail. Up to Windows XP the stream
// "Catalog" gives the names of the pictures, and the digits of a stream's name, read
// backwards, are the number of its entry there; since Vista, where the file is only
// written to shares, streams are called by size and cache id ("256_2e7a5b4073e97666").
//
// Format: no specification is published. The catalogue and the two kinds of streams are
// as Vinetto (M. Roukine, 2006) describes them; the streams since Vista as they are in
// files of that time.
#include "scanner/examine/containers/thumbs_db.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "scanner/examine/containers/content_parts.h"
#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/ole_streams.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::string_view kCatalog = "Catalog";
constexpr std::string_view kPictureStart = "\xFF\xD8";
constexpr std::size_t kLongestHeader = 64;

// Of the first kind of streams: a JPEG of four components without its tables, which
// were always these (ITU-T T.81, Annex K: table K.1 at quality 75, tables K.3 and K.5).
// The marker of Adobe says that the components are no inks: the first three come out
// as they are stored, the fourth as 255.
constexpr std::string_view kAdobeMarker(
    "\xFF\xEE\x00\x0E"
    "Adobe\x00\x64\x00\x00\x00\x00\x00",
    16);
constexpr std::string_view kQuantization(
    "\xFF\xDB\x00\x43\x00"
    "\x08\x06\x06\x07\x06\x05\x08\x07\x07\x07\x09\x09\x08\x0A\x0C\x14"
    "\x0D\x0C\x0B\x0B\x0C\x19\x12\x13\x0F\x14\x1D\x1A\x1F\x1E\x1D\x1A"
    "\x1C\x1C\x20\x24\x2E\x27\x20\x22\x2C\x23\x1C\x1C\x28\x37\x29\x2C"
    "\x30\x31\x34\x34\x34\x1F\x27\x39\x3D\x38\x32\x3C\x2E\x33\x34\x32",
    69);
constexpr std::string_view kDcCodes(
    "\xFF\xC4\x00\x1F\x00"
    "\x00\x01\x05\x01\x01\x01\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00"
    "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B",
    33);
constexpr std::string_view kAcCodes(
    "\xFF\xC4\x00\xB5\x10"
    "\x00\x02\x01\x03\x03\x02\x04\x03\x05\x05\x04\x04\x00\x00\x01\x7D"
    "\x01\x02\x03\x00\x04\x11\x05\x12\x21\x31\x41\x06\x13\x51\x61\x07"
    "\x22\x71\x14\x32\x81\x91\xA1\x08\x23\x42\xB1\xC1\x15\x52\xD1\xF0"
    "\x24\x33\x62\x72\x82\x09\x0A\x16\x17\x18\x19\x1A\x25\x26\x27\x28"
    "\x29\x2A\x34\x35\x36\x37\x38\x39\x3A\x43\x44\x45\x46\x47\x48\x49"
    "\x4A\x53\x54\x55\x56\x57\x58\x59\x5A\x63\x64\x65\x66\x67\x68\x69"
    "\x6A\x73\x74\x75\x76\x77\x78\x79\x7A\x83\x84\x85\x86\x87\x88\x89"
    "\x8A\x92\x93\x94\x95\x96\x97\x98\x99\x9A\xA2\xA3\xA4\xA5\xA6\xA7"
    "\xA8\xA9\xAA\xB2\xB3\xB4\xB5\xB6\xB7\xB8\xB9\xBA\xC2\xC3\xC4\xC5"
    "\xC6\xC7\xC8\xC9\xCA\xD2\xD3\xD4\xD5\xD6\xD7\xD8\xD9\xDA\xE1\xE2"
    "\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEA\xF1\xF2\xF3\xF4\xF5\xF6\xF7\xF8"
    "\xF9\xFA",
    183);

using Names = std::map<std::uint32_t, std::string>;  // by the number in the catalogue

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "12" is the stream of entry 21.
std::optional<std::uint32_t> entry_number(std::string_view stream) {
  if (stream.empty() || stream.size() > 9) return std::nullopt;
  std::uint32_t number = 0;
  for (auto c = stream.rbegin(); c != stream.rend(); ++c) {
    if (!is_digit(*c)) return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(*c - '0');
  }
  return number;
}

bool is_size_and_id(std::string_view stream) {
  const std::size_t line = stream.find('_');
  if (line == std::string_view::npos || line < 2 || line > 4) return false;
  const std::string_view id = stream.substr(line + 1);
  return std::all_of(stream.begin(), stream.begin() + static_cast<long>(line),
                     is_digit) &&
         id.size() >= 1 && id.size() <= 16 && is_hex(id);
}

Names names_of(Bytes catalog, std::uint64_t most) {
  Names names;
  std::uint64_t at = le<std::uint16_t>(catalog, 0);
  while (names.size() < most) {
    const std::uint32_t length = le<std::uint32_t>(catalog, at);
    const auto entry = part(catalog, at, length);
    if (!entry || length < 16) break;
    names.emplace(le<std::uint32_t>(*entry, 4), utf8_of_utf16(entry->subspan(16)));
    at += length;
  }
  return names;
}

void append(std::vector<std::byte>& bytes, Bytes more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

// Nothing if the stream is not of the first kind: a head of 12 bytes, one of 16 that
// begins with 1, the start of a JPEG, the frame and the scan.
std::optional<std::vector<std::byte>> rebuilt(Bytes stream) {
  constexpr std::size_t kFrame = 30;
  if (le<std::uint32_t>(stream, 12) != 1 || !has_magic(stream, 28, kPictureStart) ||
      !has_magic(stream, kFrame, "\xFF\xC0")) {
    return std::nullopt;
  }
  const std::size_t frame_end = kFrame + 2 + be<std::uint16_t>(stream, kFrame + 2);
  if (frame_end > stream.size()) return std::nullopt;
  std::vector<std::byte> picture;
  append(picture, bytes_of(kPictureStart));
  append(picture, bytes_of(kAdobeMarker));
  append(picture, bytes_of(kQuantization));
  append(picture, stream.subspan(kFrame, frame_end - kFrame));
  append(picture, bytes_of(kDcCodes));
  append(picture, bytes_of(kAcCodes));
  append(picture, stream.subspan(frame_end));
  return picture;
}

// The picture behind the stream's head, or all of the stream.
Bytes picture_in(Bytes stream) {
  const std::size_t head = le<std::uint32_t>(stream, 0);
  if (head <= kLongestHeader && head < stream.size()) return stream.subspan(head);
  return stream;
}

bool is_thumbnail(std::string_view stream) {
  return entry_number(stream).has_value() || is_size_and_id(stream);
}

std::string member_name(const OleStream& stream, const Names& names) {
  if (!is_thumbnail(stream.name)) return path_part(stream.name);
  const auto number = entry_number(stream.name);
  const auto named = number ? names.find(*number) : names.end();
  return path_part(named == names.end() ? stream.name : named->second) +
         "/thumbnail.jpg";
}

bool hand_over(OleStreams& file, const OleStream& stream, const Names& names,
               MemberGate& gate) {
  const std::string name = member_name(stream, names);
  const auto bytes = file.read(stream);
  if (!bytes) {
    return gate.member_without_bytes(name, MemberState::damaged, bytes.error().what);
  }
  if (!is_thumbnail(stream.name)) return gate.member_in_memory(name, *bytes);
  if (const auto picture = rebuilt(*bytes)) {
    return gate.member_in_memory(name, *picture);
  }
  return gate.member_in_memory(name, picture_in(*bytes));
}

Names read_catalog(OleStreams& file, std::uint64_t most, MemberGate& gate) {
  for (const OleStream& stream : file.streams()) {
    if (stream.name != kCatalog) continue;
    const auto bytes = file.read(stream);
    if (bytes) return names_of(*bytes, most);
    gate.note("the catalogue of names cannot be read: " + bytes.error().what);
  }
  return {};
}

// A picture of that name was in the folder, though no thumbnail of it is left.
void note_names_alone(const OleStreams& file, Names names, MemberGate& gate) {
  for (const OleStream& stream : file.streams()) {
    if (const auto number = entry_number(stream.name)) names.erase(*number);
  }
  for (const auto& [number, name] : names) {
    gate.note("the catalogue names " + path_part(name) +
              ", of which no thumbnail is left");
  }
}

}  // namespace

bool is_thumbs_db(Content& content, const ContainerLimits& limits) {
  const auto file = OleStreams::open(content, limits);
  if (!file || file->streams().empty()) return false;
  const auto& streams = file->streams();
  return std::all_of(streams.begin(), streams.end(), [](const OleStream& stream) {
    return stream.name == kCatalog || is_thumbnail(stream.name);
  });
}

Result<void> open_thumbs_db(Content& content, const ContainerLimits& limits,
                            MemberSink& sink) {
  auto file = OleStreams::open(content, limits);
  if (!file) return std::move(file).error();
  MemberGate gate(limits, sink);
  const Names names = read_catalog(*file, limits.entries, gate);
  for (const OleStream& stream : file->streams()) {
    if (stream.name == kCatalog) continue;
    if (!hand_over(*file, stream, names, gate)) return gate.outcome();
  }
  note_names_alone(*file, names, gate);
  return gate.outcome();
}

}  // namespace winnow
