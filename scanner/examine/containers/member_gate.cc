#include "scanner/examine/containers/member_gate.h"

#include <algorithm>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::string_view kWayUp = "..";
constexpr std::string_view kUnnamed = "unnamed";
// Of a stored name: more than any file system keeps.
constexpr std::size_t kMostNameBytes = 1024;

std::string with_number(const std::string& name, std::uint64_t number) {
  return name + " (" + std::to_string(number) + ")";
}

void append_part(std::string& path, std::string_view part) {
  if (part.empty() || part == ".") return;
  if (!path.empty()) path += '/';
  path += part == kWayUp ? "%2E%2E" : printable_utf8(part);
}

}  // namespace

std::string member_path(std::string_view stored) {
  std::string path;
  stored = stored.substr(0, kMostNameBytes);
  while (!stored.empty()) {
    const std::size_t end = std::min(stored.find('/'), stored.size());
    append_part(path, stored.substr(0, end));
    stored.remove_prefix(std::min(end + 1, stored.size()));
  }
  return path.empty() ? std::string(kUnnamed) : path;
}

std::string path_part(std::string_view stored) {
  std::string part;
  for (const char c : stored) {
    if (c == '/') {
      part += "%2F";
    } else {
      part += c;
    }
  }
  return member_path(part);
}

std::string MemberGate::unique(std::string name) {
  const auto [known, is_new] = taken_.try_emplace(name, 1);
  if (is_new) return name;
  std::uint64_t& number = known->second;
  std::string numbered = with_number(name, ++number);
  while (taken_.contains(numbered)) numbered = with_number(name, ++number);
  taken_.emplace(numbered, 1);
  return numbered;
}

bool MemberGate::member(Member member, MemberBytes& bytes) {
  if (entries_ >= limits_.entries) {
    too_many_ = true;
    return false;
  }
  ++entries_;
  member.name = unique(std::move(member.name));
  return sink_.member(member, bytes);
}

bool MemberGate::member_without_bytes(std::string name, MemberState state,
                                      std::string why) {
  BytesInMemory none({});
  return member({std::move(name), std::nullopt, state, std::move(why)}, none);
}

bool MemberGate::member_in_memory(std::string name, Bytes bytes) {
  BytesInMemory source(bytes);
  return member({std::move(name), bytes.size(), MemberState::readable, ""}, source);
}

Result<void> MemberGate::outcome() const {
  if (!too_many_) return {};
  return Fault{FaultKind::too_big,
               "holds more than " + grouped(limits_.entries) +
                   " members: those after them are not looked at",
               "",
               {}};
}

Result<std::size_t> BytesInMemory::read(MutableBytes target) {
  const std::size_t length = std::min(target.size(), bytes_.size());
  std::copy_n(bytes_.begin(), length, target.begin());
  bytes_ = bytes_.subspan(length);
  return length;
}

Result<std::size_t> PartOfContent::read(MutableBytes target) {
  const std::size_t wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), left_));
  if (wanted == 0) return std::size_t{0};
  const auto got = content_.read(offset_, target.first(wanted));
  if (!got) return got.error();
  if (*got == 0) {
    return Fault{FaultKind::truncated, "ends before its stated size", "", offset_};
  }
  offset_ += *got;
  left_ -= *got;
  return *got;
}

}  // namespace winnow
