// A terminal without a screen: a program runs behind it as before a person, who can
// type, resize the window and close it.
//
// One thread. Whatever still runs ends with the object.
#ifndef WINNOW_TESTS_CLI_PSEUDO_TERMINAL_H_
#define WINNOW_TESTS_CLI_PSEUDO_TERMINAL_H_

#include <sys/types.h>
#include <termios.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace winnow::test {

class PseudoTerminal {
 public:
  // Runs argv[0] (a path) with TERM=xterm and these variables beside; "" takes one
  // away.
  PseudoTerminal(const std::vector<std::string>& argv, unsigned short columns,
                 const std::map<std::string, std::string>& variables = {});
  ~PseudoTerminal();
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  // Reads on until the output so far holds the text; false if the program ended
  // without, or after half a minute.
  [[nodiscard]] bool shows(const std::string& text);
  // Reads for so long.
  void watch(std::chrono::milliseconds time);
  void type(const std::string& keys);
  void resize(unsigned short columns);
  // Closes the window: the program is told by SIGHUP.
  void hang_up();
  void signal(int number);
  // Waits for its end: its exit status, or 128 and the signal.
  [[nodiscard]] int wait();

  // All that was written so far, line ends as the program wrote them.
  [[nodiscard]] std::string output() const;
  [[nodiscard]] termios settings() const;

 private:
  bool read_some(int milliseconds);

  int terminal_ = -1;
  pid_t program_ = 0;
  std::string output_;
};

}  // namespace winnow::test

#endif  // WINNOW_TESTS_CLI_PSEUDO_TERMINAL_H_
