#include "tests/examine/containers/opened_members.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "base/text.h"

namespace winnow {
namespace {

class ReadingSink final : public MemberSink {
 public:
  ReadingSink(Opened& opened, std::uint64_t most) : opened_(opened), left_(most) {}

  bool member(const Member& member, MemberBytes& bytes) override {
    OpenedMember& taken = opened_.members.emplace_back();
    taken.member = member;
    if (member.state != MemberState::readable) return true;
    std::array<std::byte, 8192> piece;
    while (left_ > 0) {
      const auto got = bytes.read(piece);
      if (!got) taken.broke_off = got.error();
      if (!got || *got == 0) break;
      taken.bytes += text_of(Bytes(piece).first(*got));
      left_ -= std::min<std::uint64_t>(left_, *got);
    }
    return left_ > 0;
  }
  void named_digest(const Digest& digest, const std::string& place) override {
    opened_.digests.emplace_back(digest, place);
  }
  void note(const std::string& words) override { opened_.notes.push_back(words); }

 private:
  Opened& opened_;
  std::uint64_t left_;
};

class OwnedContent final : public Content {
 public:
  explicit OwnedContent(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size_bytes() const override { return bytes_.size(); }
  Result<std::size_t> read(std::uint64_t offset, MutableBytes target) override {
    return MemoryContent(bytes_of(bytes_)).read(offset, target);
  }

 private:
  std::string bytes_;
};

void expect_fit_name(const std::string& name) {
  EXPECT_FALSE(name.empty());
  EXPECT_TRUE(is_printable_utf8(name)) << name;
  EXPECT_EQ(name.find("//"), std::string::npos) << name;
  EXPECT_NE(name.front(), '/') << name;
}

}  // namespace

std::vector<std::string> Opened::names() const {
  std::vector<std::string> names;
  for (const OpenedMember& member : members) names.push_back(member.member.name);
  return names;
}

const OpenedMember* Opened::find(const std::string& name) const {
  for (const OpenedMember& member : members) {
    if (member.member.name == name) return &member;
  }
  return nullptr;
}

std::unique_ptr<Content> MemorySiblings::open(const std::string& name) {
  const auto found = files_.find(name);
  if (found == files_.end()) return nullptr;
  return std::make_unique<OwnedContent>(found->second);
}

Opened open_all(ContentType type, const std::string& bytes, Siblings* siblings,
                const ContainerLimits& limits, std::uint64_t most) {
  Opened opened;
  ReadingSink sink(opened, most);
  OwnedContent content(bytes);
  const auto done = open_container(type, content, siblings, limits, sink);
  if (!done) opened.fault = done.error();
  return opened;
}

std::string evidence_folder() {
  return std::string(WINNOW_SHARED_DIR) + "/evidence/containers/";
}

std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

MemorySiblings siblings_in(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files[entry.path().filename()] = file_bytes(entry.path());
  }
  return MemorySiblings(std::move(files));
}

void for_each_mutation(const std::string& bytes, int count,
                       const std::function<void(const std::string&)>& use) {
  std::mt19937 random(20240607);
  const auto below = [&random](std::size_t end) {
    return static_cast<std::size_t>(random() % end);
  };
  for (int i = 0; i < count; ++i) {
    std::string mutant = bytes;
    if (i % 8 == 0) mutant.resize(below(bytes.size() + 1));
    const std::size_t changes = mutant.empty() ? 0 : below(6);
    for (std::size_t change = 0; change < changes; ++change) {
      const bool is_early = random() % 4 != 0;
      const std::size_t end =
          is_early ? std::min<std::size_t>(mutant.size(), 1024) : mutant.size();
      static constexpr std::array<char, 5> kValues = {'\0', '\x01', '\x7F', '\x80',
                                                      '\xFF'};
      char& byte = mutant[below(end)];
      byte = random() % 2 == 0 ? kValues[below(kValues.size())]
                               : static_cast<char>(byte ^ (1 << below(8)));
    }
    use(mutant);
  }
}

void expect_mutations_are_survived(ContentType type, const std::string& bytes,
                                   int count, Siblings* siblings) {
  const ContainerLimits limits{500, std::uint64_t{8} << 20};
  for_each_mutation(bytes, count, [&](const std::string& mutant) {
    const Opened opened = open_all(type, mutant, siblings, limits, 4 << 20);
    EXPECT_LE(opened.members.size(), limits.entries);
    for (const OpenedMember& member : opened.members) {
      expect_fit_name(member.member.name);
    }
  });
}

}  // namespace winnow
