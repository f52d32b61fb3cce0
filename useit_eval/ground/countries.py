"""Countries and the words for those who come from them, in English: what a text may give away about where somebody is from.

A list of plain facts, kept short: names as people write them, not as treaties do. Britain and its nations are left out,
since in a study of a British town they tell nobody apart.
"""

from __future__ import annotations

_LIST = """
Afghanistan: Afghan; Albania: Albanian; Algeria: Algerian; Angola: Angolan; Argentina: Argentinian, Argentine;
Armenia: Armenian; Australia: Australian; Austria: Austrian; Azerbaijan: Azerbaijani, Azeri; Bahamas: Bahamian;
Bahrain: Bahraini; Bangladesh: Bangladeshi, Bengali; Barbados: Barbadian, Bajan; Belarus: Belarusian; Belgium: Belgian;
Belize: Belizean; Benin: Beninese; Bhutan: Bhutanese; Bolivia: Bolivian; Bosnia: Bosnian; Botswana: Motswana;
Brazil: Brazilian; Bulgaria: Bulgarian; Burkina Faso: Burkinabe; Burundi: Burundian; Cambodia: Cambodian, Khmer;
Cameroon: Cameroonian; Canada: Canadian; Cape Verde: Cape Verdean; Chad: Chadian; Chile: Chilean; China: Chinese;
Colombia: Colombian; Comoros: Comorian; Congo: Congolese; Costa Rica: Costa Rican; Croatia: Croatian, Croat;
Cuba: Cuban; Cyprus: Cypriot; Czech Republic: Czech; Czechia: Czech; Denmark: Danish, Dane; Djibouti: Djiboutian;
Dominica: Dominican; Dominican Republic: Dominican; Ecuador: Ecuadorian; Egypt: Egyptian; El Salvador: Salvadoran;
Equatorial Guinea: Equatoguinean; Eritrea: Eritrean; Estonia: Estonian; Eswatini: Swazi; Ethiopia: Ethiopian;
Fiji: Fijian; Finland: Finnish, Finn; France: French; Gabon: Gabonese; Gambia: Gambian; Georgia: Georgian;
Germany: German; Ghana: Ghanaian; Greece: Greek; Grenada: Grenadian; Guatemala: Guatemalan; Guinea: Guinean;
Guyana: Guyanese; Haiti: Haitian; Honduras: Honduran; Hong Kong: Hongkonger; Hungary: Hungarian; Iceland: Icelander;
India: Indian; Indonesia: Indonesian; Iran: Iranian, Persian; Iraq: Iraqi; Israel: Israeli; Italy: Italian;
Ivory Coast: Ivorian; Jamaica: Jamaican; Japan: Japanese; Jordan: Jordanian; Kazakhstan: Kazakh; Kenya: Kenyan;
Kosovo: Kosovan; Kurdistan: Kurdish, Kurd; Kuwait: Kuwaiti; Kyrgyzstan: Kyrgyz; Laos: Laotian; Latvia: Latvian;
Lebanon: Lebanese; Lesotho: Basotho; Liberia: Liberian; Libya: Libyan; Lithuania: Lithuanian; Luxembourg: Luxembourger;
Madagascar: Malagasy; Malawi: Malawian; Malaysia: Malaysian; Maldives: Maldivian; Mali: Malian; Malta: Maltese;
Mauritania: Mauritanian; Mauritius: Mauritian; Mexico: Mexican; Moldova: Moldovan; Mongolia: Mongolian;
Montenegro: Montenegrin; Montserrat: Montserratian; Morocco: Moroccan; Mozambique: Mozambican; Myanmar: Burmese;
Burma: Burmese; Namibia: Namibian; Nepal: Nepali, Nepalese; Netherlands: Dutch; New Zealand: New Zealander;
Nicaragua: Nicaraguan; Niger: Nigerien; Nigeria: Nigerian; North Korea: North Korean; North Macedonia: Macedonian;
Norway: Norwegian; Oman: Omani; Pakistan: Pakistani; Palestine: Palestinian; Panama: Panamanian;
Papua New Guinea: Papuan; Paraguay: Paraguayan; Peru: Peruvian; Philippines: Filipino, Filipina; Poland: Pole;
Portugal: Portuguese; Puerto Rico: Puerto Rican; Qatar: Qatari; Romania: Romanian; Russia: Russian; Rwanda: Rwandan;
Saint Kitts: Kittitian; Saint Lucia: Saint Lucian; Saint Vincent: Vincentian; Samoa: Samoan; Saudi Arabia: Saudi;
Senegal: Senegalese; Serbia: Serbian, Serb; Seychelles: Seychellois; Sierra Leone: Sierra Leonean;
Singapore: Singaporean; Slovakia: Slovak; Slovenia: Slovenian; Somalia: Somali; Somaliland: Somalilander;
South Africa: South African; South Korea: South Korean; Korea: Korean; South Sudan: South Sudanese; Spain: Spanish, Spaniard;
Sri Lanka: Sri Lankan, Tamil, Sinhalese; Sudan: Sudanese; Suriname: Surinamese; Sweden: Swedish, Swede;
Switzerland: Swiss; Syria: Syrian; Taiwan: Taiwanese; Tajikistan: Tajik; Tanzania: Tanzanian; Thailand: Thai;
Tibet: Tibetan; Togo: Togolese; Tonga: Tongan; Trinidad: Trinidadian; Tunisia: Tunisian; Turkey: Turkish, Turk;
Turkmenistan: Turkmen; Uganda: Ugandan; Ukraine: Ukrainian; United States: American; Uruguay: Uruguayan;
Uzbekistan: Uzbek; Venezuela: Venezuelan; Vietnam: Vietnamese; Yemen: Yemeni; Zambia: Zambian; Zimbabwe: Zimbabwean
"""


def words() -> dict[str, str]:
    """Return the country for each word, as written, that names it or those who come from it.

    Polish and Welsh are no such words here: the one is a verb as well, and the other tells nobody apart.

    Example:
        >>> words()["Eritrean"], words()["Sudan"]
        ('Eritrea', 'Sudan')
    """
    found = {}
    for entry in _LIST.split(";"):
        country, _, people = (part.strip() for part in entry.partition(":"))
        for word in (country, *(word.strip() for word in people.split(","))):
            found.setdefault(word, country)
    return found
