// A learned set and its twin must answer alike, whatever was put in and in which order.
#include "hashsets/building/block_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/hashsets/learned_sets.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

std::vector<std::byte> learned_image(const std::vector<ListedContent>& contents,
                                     SetWriter::Counts* counts = nullptr,
                                     std::uint64_t memory = kTestMemory) {
  SetWriter writer(memory, testing::TempDir());
  writer.begin_source("");
  for (const ListedContent& content : contents) add_content(writer, content);
  const auto settled = writer.settle();
  EXPECT_TRUE(settled) << settled.error().line();
  if (counts != nullptr) *counts = *settled;
  return image_of(writer, SetType::notable);
}

// Contents that share heads, blocks and even all of it, made of a few pieces.
std::vector<ListedContent> related_contents(unsigned seed, unsigned count,
                                            unsigned world) {
  std::mt19937 random(seed);
  std::vector<ListedContent> contents;
  for (unsigned i = 0; i < count; ++i) {
    ListedContent content;
    for (auto n = random() % 5; n > 0; --n) {
      const auto piece = static_cast<unsigned>(random() % world);
      content.bytes += piece % 7 == 0 ? std::string(kBlockLength, '\0')
                                      : invented_bytes(piece, kBlockLength);
    }
    content.bytes +=
        invented_bytes(static_cast<unsigned>(random() % world), 1 + random() % 50);
    if (random() % 2 == 0) content.code = static_cast<std::int64_t>(random() % 3);
    // A profile says the same of a code wherever it stands.
    if (content.code && *content.code > 0) {
      content.rank = static_cast<std::uint32_t>(4 - *content.code);
    }
    contents.push_back(std::move(content));
  }
  return contents;
}

void compare(const HashSet& set, const LearnedTwin& twin, unsigned seed) {
  std::vector<HeadKey> heads;
  std::vector<BlockKey> blocks;
  for (const auto& [key, entries] : twin.heads) heads.push_back(key);
  for (const auto& [key, entries] : twin.blocks) blocks.push_back(key);
  EXPECT_EQ(set.head_block_count(), heads.size());
  // Keys that differ from a listed one in their last bit, and others.
  for (std::size_t i = heads.size(); i-- > 0;) {
    HeadKey near = heads[i];
    near.back() ^= std::byte{1};
    heads.push_back(near);
  }
  for (std::size_t i = blocks.size(); i-- > 0;) {
    BlockKey near = blocks[i];
    near.back() ^= std::byte{1};
    blocks.push_back(near);
  }
  for (unsigned i = 0; i < 200; ++i) {
    const std::string other = invented_bytes(1'000'000 + seed * 1000 + i, kBlockLength);
    heads.push_back(head_key(bytes_of(other)));
    blocks.push_back(block_key(bytes_of(other)));
  }
  const auto all_heads = set.find_head_blocks(heads);
  ASSERT_TRUE(all_heads) << all_heads.error().line();
  for (std::size_t i = 0; i < heads.size(); ++i) {
    ASSERT_EQ((*all_heads)[i], twin.head(heads[i])) << i;
    const auto one = set.find_head_block(heads[i]);
    ASSERT_TRUE(one && *one == twin.head(heads[i])) << i;
  }
  const auto all_blocks = set.find_blocks(blocks);
  ASSERT_TRUE(all_blocks) << all_blocks.error().line();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    ASSERT_EQ((*all_blocks)[i], twin.block(blocks[i])) << i;
    const auto one = set.find_block(blocks[i]);
    ASSERT_TRUE(one && *one == twin.block(blocks[i])) << i;
    const auto uses = set.block_uses(blocks[i]);
    ASSERT_TRUE(uses) << uses.error().line();
    const auto wanted = twin.uses.find(blocks[i]);
    ASSERT_EQ(*uses,
              wanted == twin.uses.end() ? std::vector<BlockUse>() : wanted->second);
  }
  for (std::uint32_t entry = 0; entry < twin.entries; ++entry) {
    ASSERT_EQ(set.size_of(entry).value(), twin.entry_sizes[entry]) << entry;
  }
  EXPECT_FALSE(set.size_of(static_cast<std::uint32_t>(twin.entries)));
  EXPECT_EQ(set.probative_share_ppm().value(), twin.probative_share_ppm);
  for (std::uint64_t size = 0; size < 5 * kBlockLength; size += 1 + size % 3) {
    const auto answer = set.ask_size(size);
    ASSERT_TRUE(answer);
    ASSERT_EQ(*answer,
              twin.has_size(size) ? SizeAnswer::may_match : SizeAnswer::cannot_match);
  }
}

void run_model(unsigned seed, unsigned count, unsigned world) {
  SCOPED_TRACE("seed " + std::to_string(seed) + ", contents " + std::to_string(count) +
               ", world " + std::to_string(world));
  std::vector<ListedContent> contents = related_contents(seed, count, world);
  const LearnedTwin twin(contents);
  SetWriter::Counts counts;
  const std::vector<std::byte> image = learned_image(contents, &counts);
  EXPECT_EQ(counts.shared_blocks, twin.shared_blocks);
  EXPECT_EQ(counts.not_learned, 0u);
  const auto set = open_bytes(image);
  ASSERT_TRUE(set) << set.error().line();
  ASSERT_TRUE(set->verify());
  ASSERT_EQ(set->entry_count(), twin.entries);
  EXPECT_EQ(set->size_rule().value(), SizeRule::learned);
  for (const ListedContent& content : contents) {
    const auto found = set->find(digests_of_text(content.bytes));
    ASSERT_TRUE(found && *found);
  }
  compare(*set, twin, seed);
  // In another order, and with memory for everything.
  std::shuffle(contents.begin(), contents.end(), std::mt19937(seed));
  EXPECT_EQ(learned_image(contents), image);
  EXPECT_EQ(learned_image(contents, nullptr, std::uint64_t{64} << 20), image);
}

TEST(BlockTables, SmallSetsThatCollide) {
  for (unsigned seed = 1; seed <= 25; ++seed) run_model(seed, seed, 2 + seed / 2);
}

TEST(BlockTables, LargerSets) {
  run_model(101, 600, 60);
  run_model(102, 3000, 5000);
}

TEST(BlockTables, ABlockOfTooManyContentsIsLeftOut) {
  std::vector<ListedContent> contents;
  const std::string shared = invented_bytes(1, kBlockLength);
  const BlockKey key = block_key(bytes_of(shared));
  for (unsigned i = 0; i < wset::kMostSharing; ++i) {
    contents.push_back({invented_bytes(10 + i, kBlockLength) + shared + shared});
  }
  SetWriter::Counts counts;
  auto image = learned_image(contents, &counts);
  EXPECT_EQ(counts.shared_blocks, 0u);
  EXPECT_EQ(counts.blocks, 2 * wset::kMostSharing);
  EXPECT_TRUE(open_bytes(image)->find_block(key).value());
  // The same content once more is no other content.
  contents.push_back(contents.front());
  EXPECT_EQ(learned_image(contents, &counts), image);
  contents.push_back({invented_bytes(99, kBlockLength) + shared});
  image = learned_image(contents, &counts);
  EXPECT_EQ(counts.shared_blocks, 1u);
  EXPECT_EQ(counts.blocks, wset::kMostSharing + 1);
  EXPECT_FALSE(open_bytes(image)->find_block(key).value());
  EXPECT_EQ(open_bytes(image)->block_count(), counts.blocks);
}

// Changes a number in a section's record in the directory.
void change_record(std::vector<std::byte>& image, std::uint32_t kind,
                   std::uint64_t field, std::uint32_t value) {
  for (std::uint64_t at = wset::kHeaderLength; at < layout_of(image).header_length;
       at += wset::kDirectoryRecord) {
    if (le<std::uint32_t>(image, at + wset::kKindAt) != kind) continue;
    wset::store_le(MutableBytes(image), at + field, value);
    reseal(image);
    return;
  }
  FAIL() << "no section " << kind;
}

// One content is said twice, in two categories, and a block stands in it three times.
TEST(BlockTables, APlaceIsTheFirstOfTheBlockInItsContent) {
  const std::string a = invented_bytes(1, kBlockLength);
  const std::string b = invented_bytes(2, kBlockLength);
  const std::string zeros(kBlockLength, '\0');
  const std::string content = zeros + b + a + a + b + a + "tail";
  const auto image = learned_image({{content, 1}, {content, 2}, {content, 1}});
  const auto set = open_bytes(image);
  ASSERT_TRUE(set);
  ASSERT_EQ(set->entry_count(), 2u);
  EXPECT_EQ(set->block_uses(block_key(bytes_of(a))).value(),
            (std::vector<BlockUse>{{0, 2}}));
  EXPECT_EQ(set->block_uses(block_key(bytes_of(b))).value(),
            (std::vector<BlockUse>{{0, 1}}));
  EXPECT_TRUE(set->block_uses(block_key(bytes_of(zeros))).value().empty());
  EXPECT_EQ(set->size_of(1).value(), content.size());
  EXPECT_EQ(set->probative_share_ppm().value(),
            5 * kBlockLength * 1'000'000 / content.size());
}

// Of minor version 0: the new sections are not there.
TEST(BlockTables, ASetWithoutPlacesAndSizesIsStillAnswered) {
  const std::string content = invented_bytes(1, 2 * kBlockLength);
  std::vector<std::byte> image = learned_image({{content}});
  for (const std::uint32_t kind : {0x201u, 0x224u, 0x225u}) {
    change_record(image, kind, wset::kKindAt, 0x7000 + kind);
  }
  const auto set = open_bytes(image);
  ASSERT_TRUE(set) << set.error().line();
  const BlockKey key = block_key(bytes_of(content).subspan(kBlockLength));
  EXPECT_EQ(set->block_uses(key).value(), (std::vector<BlockUse>{{0, std::nullopt}}));
  EXPECT_EQ(set->size_of(0).value(), std::nullopt);
  EXPECT_EQ(set->probative_share_ppm().value(), std::nullopt);
}

TEST(BlockTables, ASectionThatContradictsTheOthersIsDamage) {
  const auto sound = learned_image({{invented_bytes(1, 2 * kBlockLength)}});
  const auto share_with = [&](std::uint64_t item, std::uint64_t value) {
    std::vector<std::byte> image = sound;
    const std::uint64_t at = layout_of(image).sections.at(0x225).offset + item * 8;
    wset::store_le(MutableBytes(image), at, value);
    reseal(image);
    return open_bytes(image)->probative_share_ppm();
  };
  EXPECT_EQ(share_with(2, 1).value(), 500'000u);
  EXPECT_FALSE(share_with(0, 0));
  EXPECT_FALSE(share_with(1, 3));
  EXPECT_FALSE(share_with(2, 3));

  std::vector<std::byte> beyond = sound;
  const std::uint64_t places = layout_of(beyond).sections.at(0x224).offset;
  for (const std::uint64_t item : {0u, 1u}) {
    wset::store_le(MutableBytes(beyond), places + item * 4, std::uint32_t{2});
  }
  reseal(beyond);
  const std::string content = invented_bytes(1, 2 * kBlockLength);
  const BlockKey key = block_key(bytes_of(content).first(kBlockLength));
  EXPECT_TRUE(open_bytes(sound)->block_uses(key));
  EXPECT_FALSE(open_bytes(beyond)->block_uses(key));

  for (const std::uint32_t kind : {0x201u, 0x224u, 0x225u}) {
    std::vector<std::byte> shorter = sound;
    const Layout::Section& section = layout_of(sound).sections.at(kind);
    change_record(shorter, kind, wset::kLengthAt,
                  static_cast<std::uint32_t>(section.length) - section.item_length);
    EXPECT_FALSE(open_bytes(shorter)) << kind;
  }
}

// Of lists: what a row states, unless another row of the content states another size.
TEST(BlockTables, AnEntryHasTheSizeThatItsListsAgreeOn) {
  SetWriter writer(kTestMemory, testing::TempDir());
  writer.begin_source("");
  add_content(writer, {"invented"});
  const auto add = [&](const char* content, std::optional<std::uint64_t> size,
                       std::optional<std::int64_t> code) {
    ListRow row;
    row.digests = digests_of_text(content);
    row.size = size;
    row.code = code;
    EXPECT_TRUE(writer.add(row));
  };
  add("invented", 99, 3);  // was learned otherwise
  add("agreed", 7, 1);
  add("agreed", 7, 2);
  add("agreed", std::nullopt, 4);
  add("disputed", 7, 1);
  add("disputed", 8, 1);
  add("unknown", std::nullopt, 1);
  const auto counts = writer.settle();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->duplicates, 1u);
  EXPECT_EQ(counts->without_a_size, 1u);
  const auto set = open_bytes(image_of(writer, SetType::notable));
  ASSERT_TRUE(set);
  ASSERT_EQ(set->entry_count(), 7u);
  const auto size_of = [&](const char* content) {
    return set->size_of((*set->find(digests_of_text(content)))->entry).value();
  };
  EXPECT_EQ(size_of("invented"), 8u);
  EXPECT_EQ(size_of("agreed"), 7u);
  EXPECT_EQ(size_of("disputed"), std::nullopt);
  EXPECT_EQ(size_of("unknown"), std::nullopt);
}

TEST(BlockTables, WithoutABlockTheSetHasNoTableOfThem) {
  const auto image = learned_image({{"short"}, {std::string(2 * kBlockLength, '\0')}});
  const Layout layout = layout_of(image);
  EXPECT_EQ(layout.sections.count(0x210), 1u);
  EXPECT_EQ(layout.sections.count(0x220), 0u);
  EXPECT_EQ(layout.sections.count(0x224), 0u);
  const auto set = open_bytes(image);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->block_count(), 0u);
  EXPECT_EQ(set->probative_share_ppm().value(), 0u);
  EXPECT_FALSE(set->find_block(BlockKey{}).value());
  EXPECT_TRUE(set->block_uses(BlockKey{}).value().empty());
  EXPECT_EQ(set->find_blocks(std::vector<BlockKey>(3)).value().size(), 3u);
  EXPECT_TRUE(set->find_head_block(head_key(bytes_of("short"))).value());
}

// What a list says beside what was learned.
TEST(BlockTables, SizesAreTrustedOnlyIfAllWereLearned) {
  const auto rule_with = [](const ListRow& other) {
    SetWriter writer(kTestMemory, testing::TempDir());
    writer.begin_source("");
    add_content(writer, {"invented"});
    EXPECT_TRUE(writer.add(other));
    EXPECT_TRUE(writer.settle());
    const auto set = open_bytes(image_of(writer, SetType::notable));
    EXPECT_TRUE(set && set->find_head_block(head_key(bytes_of("invented"))).value());
    return std::pair(set->size_rule().value(), set->ask_size(9999).value());
  };
  ListRow other;
  other.digests = digests_of_text("another");
  EXPECT_EQ(rule_with(other), std::pair(SizeRule::none, SizeAnswer::may_match));
  other.size = 7;
  EXPECT_EQ(rule_with(other), std::pair(SizeRule::stated, SizeAnswer::unlikely));
  other.size = 9999;
  EXPECT_EQ(rule_with(other), std::pair(SizeRule::stated, SizeAnswer::may_match));
  // A list's word on a content that was learned takes nothing from it.
  other.digests = digests_of_text("invented");
  other.size.reset();
  other.code = 4;
  EXPECT_EQ(rule_with(other), std::pair(SizeRule::learned, SizeAnswer::cannot_match));
}

TEST(BlockTables, ASetOfListsWithoutSizesHoldsAnySize) {
  const TempFolder folder;
  const auto set = built_set(folder, invented_hex(Algorithm::md5, 1) + "\n");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->size_rule().value(), SizeRule::none);
  EXPECT_EQ(set->ask_size(5).value(), SizeAnswer::may_match);
  EXPECT_EQ(set->size_count(), 0u);
  EXPECT_EQ(set->size_of(0).value(), std::nullopt);
  EXPECT_EQ(set->probative_share_ppm().value(), std::nullopt);
  EXPECT_TRUE(set->block_uses(BlockKey{}).value().empty());
}

// ---- damage ----

struct Asked {
  std::uint64_t right = 0;
  std::uint64_t wrong = 0;
  std::uint64_t faults = 0;
};

class LearnedDamage : public testing::Test {
 protected:
  void SetUp() override {
    for (unsigned i = 0; i < 6; ++i) {
      contents_.push_back({invented_bytes(i, 3 * kBlockLength + i)});
    }
    image_ = learned_image(contents_);
    twin_.emplace(contents_);
    Asked asked;
    ask(image_, asked);
    ASSERT_GT(asked.right, 50u);
    ASSERT_EQ(asked.wrong + asked.faults, 0u);
  }

  template <typename T, typename U>
  static void count(const Result<T>& got, const U& wanted, Asked& asked) {
    if (!got) {
      ++asked.faults;
    } else {
      *got == wanted ? ++asked.right : ++asked.wrong;
    }
  }

  void ask(Bytes file, Asked& asked) const {
    const auto set = open_bytes(file);
    if (!set) {
      ++asked.faults;
      return;
    }
    for (const auto& [key, entries] : twin_->heads) {
      count(set->find_head_block(key), twin_->head(key), asked);
      HeadKey other = key;
      other.front() ^= std::byte{0x80};
      count(set->find_head_block(other), twin_->head(other), asked);
    }
    std::vector<BlockKey> keys;
    for (const auto& [key, entries] : twin_->blocks) {
      count(set->find_block(key), twin_->block(key), asked);
      count(set->block_uses(key), twin_->uses.at(key), asked);
      BlockKey other = key;
      other.back() ^= std::byte{4};
      count(set->find_block(other), twin_->block(other), asked);
      keys.push_back(key);
    }
    const auto batch = set->find_blocks(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!batch) {
        ++asked.faults;
      } else {
        (*batch)[i] == twin_->block(keys[i]) ? ++asked.right : ++asked.wrong;
      }
    }
    count(set->size_rule(), SizeRule::learned, asked);
    count(set->probative_share_ppm(), twin_->probative_share_ppm, asked);
    for (std::uint32_t entry = 0; entry < twin_->entries; ++entry) {
      count(set->size_of(entry), twin_->entry_sizes[entry], asked);
    }
    for (std::uint64_t size = 3 * kBlockLength - 2; size < 3 * kBlockLength + 8;
         ++size) {
      count(set->ask_size(size),
            twin_->has_size(size) ? SizeAnswer::may_match : SizeAnswer::cannot_match,
            asked);
    }
  }

  std::vector<ListedContent> contents_;
  std::vector<std::byte> image_;
  std::optional<LearnedTwin> twin_;
};

TEST_F(LearnedDamage, AnyByteOfTheNewSectionsIsNoticed) {
  std::uint64_t bytes = 0;
  for (const auto& [kind, section] : layout_of(image_).sections) {
    if (kind < 0x200 || kind >= 0x230) continue;
    SCOPED_TRACE("section " + std::to_string(kind));
    for (std::uint64_t i = 0; i < section.length; ++i) {
      std::vector<std::byte> damaged = image_;
      damaged[static_cast<std::size_t>(section.offset + i)] ^= std::byte{0x10};
      Asked asked;
      ask(damaged, asked);
      ASSERT_EQ(asked.wrong, 0u) << "byte " << i;
      ASSERT_GT(asked.faults, 0u) << "byte " << i;
      ++bytes;
    }
  }
  EXPECT_GT(bytes, 500u);
}

TEST_F(LearnedDamage, EveryTruncationIsNoticed) {
  for (std::size_t length = 0; length < image_.size(); ++length) {
    ASSERT_FALSE(open_bytes(Bytes(image_).first(length))) << length;
  }
}

TEST_F(LearnedDamage, ForgedSectionsNeverBreakTheProgram) {
  constexpr unsigned kSeed = 78;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  std::vector<Layout::Section> sections;
  for (const auto& [kind, section] : layout_of(image_).sections) {
    if (kind >= 0x200 && kind < 0x230) sections.push_back(section);
  }
  ASSERT_EQ(sections.size(), 12u);
  Asked asked;
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::byte> forged = image_;
    const Layout::Section& section = sections[random() % sections.size()];
    for (unsigned n = 0; n <= random() % 8; ++n) {
      forged[static_cast<std::size_t>(section.offset + random() % section.length)] =
          random() % 2 == 0 ? std::byte{0xFF} : static_cast<std::byte>(random());
    }
    reseal(forged);
    ask(forged, asked);
  }
  EXPECT_GT(asked.right, 20'000u);
  EXPECT_GT(asked.faults, 100u);
}

}  // namespace
}  // namespace winnow
