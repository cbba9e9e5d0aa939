// One message of every kind with every field filled, for tests that must see them all.
#ifndef WINNOW_TESTS_WIRE_SAMPLE_MESSAGES_H_
#define WINNOW_TESTS_WIRE_SAMPLE_MESSAGES_H_

#include <string>
#include <vector>

#include "base/digester.h"
#include "scanner/wire/messages.h"

namespace winnow {

inline FileRecord sample_file() {
  FileRecord file;
  file.id = 3;
  file.volume = 1;
  file.path = "/volume-1/DCIM/\xc3\xa4.jpg";
  file.size = 123'456'789'012;
  file.allocated = false;
  file.uncertain = true;
  file.content = ContentKind::library;
  file.none_outcome = FileOutcome::encrypted;
  file.why_none = "compressed";
  file.inode = ~std::uint64_t{0};
  file.attribute_type = 128;
  file.attribute_id = 7;
  file.same_content_as = 2;
  file.times.modified = Instant{-5, 999'999'999};
  file.times.created = Instant{1'700'000'000, 0};
  file.runs = {{4096, 8192}, {Run::kHole, 4096}};
  return file;
}

inline VolumeRecord sample_volume() {
  VolumeRecord volume{2, 512, 1u << 20, "ntfs", VolumeOutcome::failed, "broke off"};
  volume.grid_offset = std::uint64_t{3} << 33;
  volume.grid_bytes = 4096;
  return volume;
}

inline OutcomeRecord sample_outcome() {
  OutcomeRecord outcome;
  outcome.file = 9;
  outcome.outcome = FileOutcome::matched;
  outcome.reason = "why";
  outcome.digests.set(digest_of(Algorithm::md5, bytes_of("a")));
  outcome.digests.set(digest_of(Algorithm::sha256, bytes_of("a")));
  outcome.matches = {{0, 5, Algorithm::sha256, false, Tier::confirm},
                     {1, 0, Algorithm::md5, true}};
  outcome.unreadable = {{512, 512}};
  return outcome;
}

inline RematchMet sample_rematch() {
  RematchMet met;
  met.place = {9, 2};
  met.path = "a/b.jpg";
  met.size = 1u << 30;
  met.allocated = false;
  met.uncertain = true;
  met.digests = sample_outcome().digests;
  met.matches = {{2, 5, Algorithm::sha256, true, Tier::look}};
  RematchedNear near;
  near.near.set = 2;
  near.near.picture = 3;
  near.near.distance = 12;
  near.quality = 77;
  near.pdq.value[31] = std::byte{0xAB};
  met.near = {near};
  met.named = {{sample_outcome().digests, "table a", met.matches}};
  return met;
}

inline std::vector<Message> sample_messages() {
  ScanOrder order;
  order.errand = Errand::digest;
  order.serial = true;
  order.one_pass = true;
  order.threads = 8;
  order.until = Tier::confirm;
  order.algorithms = 5;
  order.segment_names = {"a.E01", "a.E02"};
  order.set_names = {"grade1"};
  order.set_types = {2};
  order.memory_budget_bytes = 1u << 27;
  order.inventory_known = true;
  order.examined = {0, 1, 7};
  order.settled = {2, 3};
  order.samples_done = 512;
  order.leads = {{8192, 1, 0, 5, std::nullopt}, {1u << 20, 2, 0, 6, 40}};
  order.chunks_done = {0, 9};
  const Barred barred{{WorkStep::entry, 512, 77}, 16, true, "crashed"};
  order.barred = {barred};
  order.alone = {4};
  order.alone_chunks = {9};
  order.one_by_one = true;
  order.damage_known = true;
  order.swept_to = 1u << 20;
  order.keeps_blocks = true;
  order.takes_classes = true;
  order.takes_glances = true;
  order.memory_of_classes_bytes = 1u << 27;
  order.model_manifest = "m/manifest.json";
  order.model_file = "m/a.onnx";
  order.memory_limit_bytes = 1u << 29;
  order.memory_of_threads_bytes = 1u << 28;
  order.picture = {{4, 17}, 12'500};
  order.picture_file = sample_outcome().digests;
  RunStarted run;
  run.exhibit = "usb";
  run.path = "/evidence/usb.raw";
  run.operator_name = "N. N.";
  run.tool_version = "1";
  run.configuration = "format=1";
  run.set_names = {"grade1"};
  run.set_ids = {"00ff"};
  run.set_types = {0};
  run.set_probative_ppm = {987'654};
  run.set_pdq_counts = {12};
  run.set_distances = {31};
  run.takes_pictures = true;
  run.classes = {{"a face", 30}, {"target (model m)", 40}};
  run.until = Tier::look;
  run.algorithms = 3;
  run.fingerprint = "bytes=1";
  return {order,
          Opened{{"EWF", 1u << 30, false, "QCOW2", {{"acq.examiner", "N. N."}}}},
          VolumeFound{sample_volume()},
          FileFound{sample_file()},
          InventoryDone{10, 0x0123456789abcdef, 99},
          OutcomeKnown{sample_outcome()},
          ProblemMet{{"/volume-0/a", 512, 1024, "unreadable", "read error"}},
          Progress{Tier::probe, 1, 2, 3, 4, 5, 6, Bottleneck::recording},
          Done{},
          Broken{{FaultKind::no_space, "is full", "disk", 17}},
          run,
          ChildDied{"was killed by signal 11"},
          EntryMet{1, 2, "profile", -3, "label", "source", 1u << 20},
          Confined{{"no network"}, {"Landlock"}},
          RangeUnreadable{512, 1024},
          Swept{1u << 26},
          EvidenceDigested{sample_outcome().digests},
          PlaceBarred{barred},
          FilesSettled{FileOutcome::skipped, "no listed file has its size", {1, 5}},
          BlockRunMet{{4096, 3, 1, 77, 12}, Tier::confirm},
          SpaceSearched{256, 1, 7, {{0, 4096}, {8192, 512}}, true, 9},
          SamplesPlanned{1u << 19, 4096},
          TierDone{Tier::probe},
          TierPlanned{Tier::confirm, 20'000, 256, 1u << 19, 300, 1u << 30, true, 1500,
                      Bottleneck::computing},
          NamesMet{{{3, "id", "words", 7}, {4, "other", "more", 0}}, {{0, 1}, {9, 0}}},
          ClassesKnown{{{"a face", 30}}, 1u << 25, 12},
          LookedLate{{3, 9}},
          RematchStarted{"N. N.", "1", {{"grade2", "22ff", 1, 5, 1u << 20, 20}}},
          sample_rematch(),
          RematchKnown{true, {{3, 0}, {3, 2}}},
          RematchDone{{{1, 12}}, {{Undecided::blocks, 2, 7}}},
          BlocksToKeep{},
          BlocksKept{7, {{512, 512, {1, ~std::uint64_t{0}}}, {1u << 20, 0, {3}}}},
          RematchBlocks{{{4096, 3, 1, 77, 12}}, 9},
          GlimpseSeen{3, 2, {0, 127, 255, 1, 2, 3}, "breaks off"}};
}

}  // namespace winnow

#endif  // WINNOW_TESTS_WIRE_SAMPLE_MESSAGES_H_
