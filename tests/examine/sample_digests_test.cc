// The digests of files in real images, against those that stand beside the samples: the
// MD5 of every live file, taken by The Sleuth Kit 4.11.1 (ground_truth_files.tsv).
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "base/digester.h"
#include "scanner/examine/examiner.h"
#include "tests/evidence/sample_images.h"

namespace winnow {
namespace {

class SampleDigests : public SampleTest {};

struct Truth {
  std::uint64_t volume_offset = 0;
  std::string path;
  std::string md5;
};

std::map<std::string, std::vector<Truth>> live_truths() {
  const auto table = sample_bytes("images/ground_truth_files.tsv");
  std::istringstream lines{std::string(text_of(table))};
  std::map<std::string, std::vector<Truth>> truths;
  std::string line;
  std::getline(lines, line);  // names of the columns
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string f[7];  // image, sector of the volume, inode, state, size, MD5, path
    for (std::string& field : f) std::getline(fields, field, '\t');
    if (f[3] != "alloc") continue;
    truths[f[0]].push_back({std::stoull(f[1]) * 512, f[6], f[5]});
  }
  return truths;
}

// libtsk gives zeros for the target of a short symbolic link of ext, which stands in
// the inode; the table has their digest, and we that of the target.
std::string expected_md5(const Truth& truth) {
  if (truth.md5 != "1681ffc6e046c7af98c9e6c232a3fe0a") return truth.md5;
  EXPECT_EQ(truth.path, "a_link");
  return digest_of(Algorithm::md5, bytes_of("a_directory/another_file")).hex();
}

// "offset/path" to MD5 of all that was hashed.
std::map<std::string, std::string> digests_of_image(const Evidence& evidence) {
  const Inventory inventory = take_inventory(evidence);
  const auto batches = plan_in_device_order(
      inventory, std::vector<bool>(inventory.files.size(), true), kStreams);
  AlgorithmSet md5;
  md5.add(Algorithm::md5);
  Examiner examiner({&evidence, -1, &inventory}, md5, untold_marks());
  LoadedBatch loaded;
  std::map<std::string, std::string> digests;
  for (const Batch& batch : batches) {
    loaded.batch = &batch;
    const bool gathered = batch.kind == Batch::Kind::gathered;
    if (gathered) load_batch(evidence, loaded);
    for (const OutcomeRecord& outcome :
         examiner.examine(batch, gathered ? &loaded : nullptr)) {
      if (outcome.outcome != FileOutcome::hashed) continue;
      const FileRecord& file = inventory.files[outcome.file];
      const std::string path = file.path.substr(file.path.find('/', 1));
      digests[std::to_string(inventory.volumes[file.volume].offset) + path] =
          outcome.digests.get(Algorithm::md5)->hex();
    }
  }
  return digests;
}

TEST_F(SampleDigests, AreThoseOfTheSleuthKit) {
  std::size_t compared = 0;
  for (const auto& [image, truths] : live_truths()) {
    const auto sample = open_sample({"images/" + image});
    ASSERT_TRUE(sample) << image << ": " << sample.error().line();
    const auto digests = digests_of_image(*sample->opened.bytes);
    for (const Truth& truth : truths) {
      const std::string key = std::to_string(truth.volume_offset) + "/" + truth.path;
      const auto found = digests.find(key);
      if (found == digests.end()) {
        ADD_FAILURE() << image << ": " << truth.path << " was not hashed";
        continue;
      }
      EXPECT_EQ(found->second, expected_md5(truth)) << image << ": " << truth.path;
      ++compared;
    }
  }
  EXPECT_GT(compared, 200u);
}

}  // namespace
}  // namespace winnow
