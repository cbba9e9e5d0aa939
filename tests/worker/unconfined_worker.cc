// A child without a lock-down, to measure what that costs (bench/lock_down.sh).
#include "scanner/worker/child_program.h"

int main(int argc, char** argv) {
  winnow::ChildParts parts;
  parts.is_confined = false;
  return winnow::run_child_program(argc, argv, parts);
}
