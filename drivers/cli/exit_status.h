// Exit status of the program, as virus scanners have it (contract.md).
#ifndef WINNOW_DRIVERS_CLI_EXIT_STATUS_H_
#define WINNOW_DRIVERS_CLI_EXIT_STATUS_H_

namespace winnow {

inline constexpr int kExitDone = 0;        // scan: complete, nothing met
inline constexpr int kExitMet = 1;         // scan: a listed file met
inline constexpr int kExitFailed = 2;      // could not run
inline constexpr int kExitIncomplete = 3;  // scan: nothing met, but not complete

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_EXIT_STATUS_H_
