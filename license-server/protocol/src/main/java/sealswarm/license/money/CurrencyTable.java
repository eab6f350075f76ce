package sealswarm.license.money;

import java.util.HashMap;
import java.util.Map;
import sealswarm.license.money.MoneyException.Reason;

/**
 * The currencies we take: ISO 4217 codes with their number of decimals. A table of our own, because the one inside a JDK changes
 * between releases and a stored amount must never change its meaning. Codes without a decimal place for payments (metals, funds,
 * test codes) are absent and therefore refused.
 */
public final class CurrencyTable {
    private static final Map<String, Integer> EXPONENTS = new HashMap<>();

    static {
        add(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF");
        add(3, "BHD IQD JOD KWD LYD OMR TND");
        add(
                2,
                "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY"
                        + " COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL"
                        + " HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK"
                        + " MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON"
                        + " RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD"
                        + " TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG");
    }

    private CurrencyTable() {}

    /** The number of decimals of {@code code}: 0 for JPY, 2 for EUR, 3 for KWD. */
    public static int exponent(String code) {
        Integer exponent = EXPONENTS.get(code);
        if (exponent == null) {
            throw new MoneyException(Reason.CURRENCY_UNKNOWN, "unknown currency '" + shown(code) + "'");
        }
        return exponent;
    }

    /** Whether {@code code} is in the table. */
    public static boolean knows(String code) {
        return EXPONENTS.containsKey(code);
    }

    private static String shown(String code) {
        return code.length() <= 8 ? code : code.substring(0, 8) + "...";
    }

    private static void add(int exponent, String codes) {
        for (String code : codes.split(" ", -1)) {
            EXPONENTS.put(code, exponent);
        }
    }
}
