import Testing

@testable import DASCore

@Suite struct RandomStreamTests {
  /// Known answers of Random123's reference implementation (kat_vectors, philox4x32-10).
  @Test func philoxMatchesItsReference() {
    let zero = RandomStream.philox((0, 0, 0, 0), key: (0, 0))
    #expect(zero.0 == 0xe169_c58d_6627_e8d5)
    #expect(zero.1 == 0x9b00_dbd8_bc57_ac4c)
    let ones = RandomStream.philox((.max, .max, .max, .max), key: (.max, .max))
    #expect(ones.0 == 0x41c8_3b0e_408f_276d)
    #expect(ones.1 == 0x6d54_51fd_a20b_c7c6)
    let digitsOfPi = RandomStream.philox(
      (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
    #expect(digitsOfPi.0 == 0x94fd_cceb_d16c_fe09)
    #expect(digitsOfPi.1 == 0x2412_6ea1_5001_e420)
  }
}
