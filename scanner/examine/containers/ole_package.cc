#include "scanner/examine/containers/ole_package.h"

#include <algorithm>

namespace winnow {
namespace {

// A text ended by a zero, and `at` behind it; nothing if it does not end.
std::optional<std::string> next_text(Bytes bytes, std::uint64_t& at) {
  if (at > bytes.size()) return std::nullopt;
  const Bytes rest = bytes.subspan(static_cast<std::size_t>(at));
  const auto end = std::find(rest.begin(), rest.end(), std::byte{0});
  if (end == rest.end()) return std::nullopt;
  const auto length = static_cast<std::size_t>(end - rest.begin());
  at += length + 1;
  return std::string(text_of(rest.first(length)));
}

}  // namespace

std::optional<PackagedFile> packaged_file(Bytes native) {
  std::uint64_t at = sizeof(std::uint32_t) + sizeof(std::uint16_t);
  const auto label = next_text(native, at);
  const auto name = next_text(native, at);
  if (!label || !name) return std::nullopt;
  at += sizeof(std::uint32_t);  // kind
  const auto path_length = read_le<std::uint32_t>(native, at);
  if (!path_length) return std::nullopt;
  at += sizeof(std::uint32_t) + std::uint64_t{*path_length};
  const auto size = read_le<std::uint32_t>(native, at);
  if (!size) return std::nullopt;
  const auto bytes = part(native, at + sizeof(std::uint32_t), *size);
  if (!bytes) return std::nullopt;
  const std::string& full = name->empty() ? *label : *name;
  return PackagedFile{full.substr(full.find_last_of("/\\") + 1), *bytes};
}

}  // namespace winnow
