#include "tests/examine/containers/collected_members.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/digester.h"
#include "base/text.h"

namespace winnow {
namespace {

std::filesystem::path samples() {
  return std::filesystem::path(WINNOW_SHARED_DIR) / "evidence" / "containers";
}

std::optional<std::vector<std::byte>> bytes_at(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const Bytes bytes = bytes_of(text);
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

void expect_sound(const CollectedMembers& members) {
  std::set<std::string> names;
  for (const CollectedMember& member : members.members) {
    EXPECT_FALSE(member.name.empty());
    EXPECT_TRUE(is_printable_utf8(member.name)) << member.name;
    EXPECT_EQ(member.name.find("//"), std::string::npos) << member.name;
    EXPECT_NE(member.name.front(), '/') << member.name;
    EXPECT_TRUE(names.insert(member.name).second) << member.name;
    EXPECT_EQ(member.state == MemberState::readable, member.why.empty()) << member.name;
    if (member.state != MemberState::readable) {
      EXPECT_TRUE(member.bytes.empty()) << member.name;
    }
  }
}

}  // namespace

std::string CollectedMember::md5() const {
  return md5_of(bytes);
}

bool CollectedMembers::member(const Member& member, MemberBytes& bytes) {
  CollectedMember taken{member.name, member.size_bytes, member.state, member.why, {},
                        {}};
  std::array<std::byte, 10'000> block{};
  while (taken.bytes.size() < most_bytes_) {
    const auto got = bytes.read(block);
    if (!got) {
      taken.broke_off = got.error();
      break;
    }
    if (*got == 0) break;
    taken.bytes.insert(taken.bytes.end(), block.begin(),
                       block.begin() + static_cast<std::ptrdiff_t>(*got));
  }
  members.push_back(std::move(taken));
  return true;
}

void CollectedMembers::named_digest(const Digest& digest, const std::string& place) {
  digests.push_back(digest.hex() + " " + place);
}

const CollectedMember* CollectedMembers::find(const std::string& name) const {
  const auto found =
      std::find_if(members.begin(), members.end(),
                   [&](const CollectedMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

bool CollectedMembers::has_md5(const std::string& md5) const {
  return std::any_of(
      members.begin(), members.end(), [&](const CollectedMember& member) {
        return member.state == MemberState::readable && member.md5() == md5;
      });
}

std::vector<std::string> CollectedMembers::names() const {
  std::vector<std::string> all;
  for (const CollectedMember& member : members) all.push_back(member.name);
  return all;
}

std::string CollectedMembers::all_notes() const {
  std::string all;
  for (const std::string& words : notes) all += words + "\n";
  return all;
}

Opened opened(ContentType type, Bytes bytes, const ContainerLimits& limits) {
  MemoryContent content(bytes);
  Opened result;
  const auto outcome = open_container(type, content, nullptr, limits, result.members);
  if (!outcome) result.fault = outcome.error();
  expect_sound(result.members);
  return result;
}

std::optional<std::vector<std::byte>> sample(const std::string& path) {
  return bytes_at(samples() / path);
}

std::optional<std::vector<std::byte>> tika_sample(const std::string& name) {
  if (!std::filesystem::exists(samples() / "tika")) return std::nullopt;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(samples() / "tika")) {
    if (entry.path().filename() == name) return bytes_at(entry.path());
  }
  return std::nullopt;
}

std::string md5_of(Bytes bytes) {
  return digest_of(Algorithm::md5, bytes).hex();
}

}  // namespace winnow
