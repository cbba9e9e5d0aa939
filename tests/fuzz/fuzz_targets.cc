#include "tests/fuzz/fuzz_targets.h"

#include <array>

namespace winnow {

std::span<const FuzzTarget> fuzz_targets() {
  static constexpr std::array kTargets = {
      FuzzTarget{"audit_log", fuzz_audit_log},
      FuzzTarget{"bare_hex", fuzz_bare_hex},
      FuzzTarget{"bloom_file", fuzz_bloom_file},
      FuzzTarget{"board", fuzz_board},
      FuzzTarget{"bsd_list", fuzz_bsd_list},
      FuzzTarget{"category_profile", fuzz_category_profile},
      FuzzTarget{"channel", fuzz_channel},
      FuzzTarget{"container", fuzz_container},
      FuzzTarget{"csv", fuzz_csv},
      FuzzTarget{"detect", fuzz_detect},
      FuzzTarget{"encase_hash", fuzz_encase_hash},
      FuzzTarget{"ewf2", fuzz_ewf2},
      FuzzTarget{"ext_parts", fuzz_ext_parts},
      FuzzTarget{"ext_volume", fuzz_ext_volume},
      FuzzTarget{"hashdeep", fuzz_hashdeep},
      FuzzTarget{"hashlookup", fuzz_hashlookup},
      FuzzTarget{"hfind_index", fuzz_hfind_index},
      FuzzTarget{"ilook_v1", fuzz_ilook_v1},
      FuzzTarget{"journal", fuzz_journal},
      FuzzTarget{"json_source", fuzz_json_source},
      FuzzTarget{"kdb", fuzz_kdb},
      FuzzTarget{"members", fuzz_members},
      FuzzTarget{"message", fuzz_message},
      FuzzTarget{"ncmec", fuzz_ncmec},
      FuzzTarget{"pdq_list", fuzz_pdq_list},
      FuzzTarget{"picture", fuzz_picture},
      FuzzTarget{"rds_sqlite", fuzz_rds_sqlite},
      FuzzTarget{"run_list", fuzz_run_list},
      FuzzTarget{"segment_names", fuzz_segment_names},
      FuzzTarget{"stix", fuzz_stix},
      FuzzTarget{"stores", fuzz_stores},
      FuzzTarget{"sum_list", fuzz_sum_list},
      FuzzTarget{"vics", fuzz_vics},
      FuzzTarget{"volume_head", fuzz_volume_head},
      FuzzTarget{"wset_damage", fuzz_wset_damage},
      FuzzTarget{"wset_file", fuzz_wset_file},
  };
  return kTargets;
}

}  // namespace winnow
