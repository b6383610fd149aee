import COpenBLAS
import Glibc

/// A lock around OpenBLAS: a serial OpenBLAS hands out its work areas without one, and two threads
/// in it at once occasionally share an area and compute wrong numbers (measured: 2 in 10,000
/// products).
///
/// OpenBLAS maps a work area of 128 MiB of address space at its first use and keeps it. If the
/// system refuses, under `ulimit -v` or without overcommit, it retries for ever. The first call
/// under the lock therefore checks for room, and makes OpenBLAS map the area.
///
/// Only the thread that the host calls from takes the lock. Swift initialises a global at its first
/// use, and if several threads reach it at once it admits one by a thread number that a child of
/// `fork()` inherits from its parent; there they would wait for ever.
enum OpenBLASLock {
  /// Whether OpenBLAS has its work area.
  private static let lock = Mutex(false)
  /// BUFFER_SIZE of OpenBLAS on x86-64, and adjacent pages.
  private static let areaBytes = 129 << 20

  static func withLock<Result>(_ call: () throws -> Result) throws -> Result {
    try lock.withLock { isReady in
      if !isReady {
        try checkRoom()
        makeArea()
        isReady = true
      }
      return try call()
    }
  }

  private static func checkRoom() throws {
    let room = mmap(nil, areaBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let room, room != MAP_FAILED else {
      throw DASError.outOfMemory(bytes: areaBytes)
    }
    munmap(room, areaBytes)
  }

  /// The product of a 1 x 1 matrix with itself; other calls do without a work area for small sizes.
  private static func makeArea() {
    var (one, zero, order) = (1.0, 0.0, Int32(1))
    var square = 0.0
    dsyrk_("U", "T", &order, &order, &one, &one, &order, &zero, &square, &order)
  }
}
