// Draws one practice picture: make_picture SEED WIDTHxHEIGHT QUALITY FILE
#include "bench/practice/practice_content.h"

int main(int argc, char** argv) {
  using namespace std::string_literals;
  winnow::practice::start_program(argv[0]);
  if (argc != 5) {
    winnow::practice::fail("usage: make_picture SEED WIDTHxHEIGHT QUALITY FILE");
  }
  winnow::practice::write_host_file(
      argv[4], winnow::practice::make_content("picture:"s + argv[1] + ":" + argv[2] +
                                              ":" + argv[3]));
  return 0;
}
