// The fuzz targets: functions of any bytes at all, which say what property those bytes
// broke. A crash, a hang and what a sanitizer finds are found besides.
//
// A fuzzing engine runs them in the `fuzz` preset (fuzz_main.cc); in every preset the
// inputs kept in tests/fuzz/corpus are run again (replay_test.cc). One thread.
#ifndef WINNOW_TESTS_FUZZ_FUZZ_TARGETS_H_
#define WINNOW_TESTS_FUZZ_FUZZ_TARGETS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace winnow {

using Violation = std::optional<std::string>;

Violation fuzz_audit_log(Bytes input);
Violation fuzz_bare_hex(Bytes input);
Violation fuzz_bloom_file(Bytes input);
Violation fuzz_board(Bytes input);
Violation fuzz_bsd_list(Bytes input);
Violation fuzz_category_profile(Bytes input);
Violation fuzz_channel(Bytes input);
Violation fuzz_container(Bytes input);
Violation fuzz_csv(Bytes input);
Violation fuzz_detect(Bytes input);
Violation fuzz_encase_hash(Bytes input);
Violation fuzz_ewf2(Bytes input);
Violation fuzz_ext_parts(Bytes input);
Violation fuzz_ext_volume(Bytes input);
Violation fuzz_hashdeep(Bytes input);
Violation fuzz_hashlookup(Bytes input);
Violation fuzz_hfind_index(Bytes input);
Violation fuzz_ilook_v1(Bytes input);
Violation fuzz_journal(Bytes input);
Violation fuzz_json_source(Bytes input);
Violation fuzz_kdb(Bytes input);
Violation fuzz_members(Bytes input);
Violation fuzz_message(Bytes input);
Violation fuzz_ncmec(Bytes input);
Violation fuzz_pdq_list(Bytes input);
Violation fuzz_picture(Bytes input);
Violation fuzz_rds_sqlite(Bytes input);
Violation fuzz_run_list(Bytes input);
Violation fuzz_segment_names(Bytes input);
Violation fuzz_stix(Bytes input);
Violation fuzz_stores(Bytes input);
Violation fuzz_sum_list(Bytes input);
Violation fuzz_vics(Bytes input);
Violation fuzz_volume_head(Bytes input);
Violation fuzz_wset_damage(Bytes input);
Violation fuzz_wset_file(Bytes input);

struct FuzzTarget {
  std::string_view name;  // of its folder in the corpus
  Violation (*check)(Bytes input);
};
[[nodiscard]] std::span<const FuzzTarget> fuzz_targets();

}  // namespace winnow

#endif  // WINNOW_TESTS_FUZZ_FUZZ_TARGETS_H_
