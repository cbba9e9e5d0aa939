// Files made up for the tests of this room and of the pipeline: an inventory over
// evidence in memory, and what OpenSSL says of each content.
#ifndef WINNOW_TESTS_EXAMINE_EXAMINED_FILES_H_
#define WINNOW_TESTS_EXAMINE_EXAMINED_FILES_H_

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scanner/examine/examiner.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {

// One digest by OpenSSL's one-call interface, beside our own Digester.
inline std::string openssl_hex(const EVP_MD* algorithm, std::string_view content) {
  unsigned char value[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EXPECT_EQ(
      EVP_Digest(content.data(), content.size(), value, &length, algorithm, nullptr),
      1);
  return to_hex(std::as_bytes(std::span(value, length)));
}

// Evidence of random bytes, and files laid out in it.
class ExaminedFiles {
 public:
  explicit ExaminedFiles(std::size_t size, std::uint32_t seed = 1) : evidence(size) {
    std::mt19937 random(seed);
    for (std::byte& b : evidence.bytes()) b = static_cast<std::byte>(random());
    inventory.volumes.emplace_back();
    inventory.library_volumes.emplace_back();
  }

  FileId add(Runs runs) {
    FileRecord file;
    for (const DeviceRun& run : runs) file.size += run.length;
    file.runs = std::move(runs);
    return add_record(std::move(file));
  }
  FileId add_record(FileRecord file) {
    file.id = static_cast<FileId>(inventory.files.size());
    file.path = "/volume-0/" + std::to_string(file.id);
    inventory.files.push_back(std::move(file));
    return inventory.files.back().id;
  }
  FileId add_resident(std::string content) {
    FileRecord file;
    file.content = ContentKind::resident;
    file.size = content.size();
    file.inline_content = std::move(content);
    return add_record(std::move(file));
  }
  FileId add_none(FileOutcome outcome, std::string why) {
    FileRecord file;
    file.content = ContentKind::none;
    file.none_outcome = outcome;
    file.why_none = std::move(why);
    return add_record(std::move(file));
  }

  // What the file holds, taken from the evidence byte by byte.
  [[nodiscard]] std::string content(FileId id) const {
    const FileRecord& file = inventory.files[id];
    std::string content = file.inline_content;
    for (const DeviceRun& run : file.runs) {
      const auto length = static_cast<std::size_t>(run.length);
      content += run.is_hole() ? std::string(length, '\0')
                               : std::string(text_of(evidence.bytes().subspan(
                                     static_cast<std::size_t>(run.offset), length)));
    }
    return content;
  }
  [[nodiscard]] Exhibit exhibit() const { return {&evidence, -1, &inventory}; }
  // Plans every file, loads and examines batch by batch; outcomes by file.
  [[nodiscard]] std::vector<OutcomeRecord> examine_all(
      AlgorithmSet algorithms = AlgorithmSet::all()) const {
    std::vector<OutcomeRecord> outcomes(inventory.files.size());
    Examiner examiner(exhibit(), algorithms, untold_marks());
    LoadedBatch loaded;
    const auto batches = plan_in_device_order(
        inventory, std::vector<bool>(inventory.files.size(), true), kStreams);
    for (const Batch& batch : batches) {
      const bool gathered = batch.kind == Batch::Kind::gathered;
      loaded.batch = &batch;
      if (gathered) load_batch(evidence, loaded);
      for (auto& outcome : examiner.examine(batch, gathered ? &loaded : nullptr)) {
        outcomes[outcome.file] = std::move(outcome);
      }
    }
    return outcomes;
  }
  void expect_hashed(const OutcomeRecord& outcome, FileId id) const {
    const std::string bytes = content(id);
    EXPECT_EQ(outcome.file, id);
    ASSERT_EQ(outcome.outcome, FileOutcome::hashed) << id << ": " << outcome.reason;
    EXPECT_EQ(outcome.digests.get(Algorithm::md5)->hex(),
              openssl_hex(EVP_md5(), bytes));
    EXPECT_EQ(outcome.digests.get(Algorithm::sha1)->hex(),
              openssl_hex(EVP_sha1(), bytes));
    EXPECT_EQ(outcome.digests.get(Algorithm::sha256)->hex(),
              openssl_hex(EVP_sha256(), bytes));
    EXPECT_TRUE(outcome.unreadable.empty());
    EXPECT_EQ(outcome.reason, "");
  }

  MemoryEvidence evidence;
  Inventory inventory;
};

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_EXAMINED_FILES_H_
